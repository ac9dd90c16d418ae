// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// A contract wallet of one key (EIP-1271) that can also misbehave.
contract Wallet {
    enum Mood {
        honest,
        says_no,
        reverts,
        answers_nothing,
        answers_short,
        answers_true,
        calls_back,
        burns_gas
    }

    address private immutable key_;
    Mood public mood;
    address private target_;
    bytes private call_;

    constructor(address key) {
        key_ = key;
    }

    function set_mood(Mood next) external {
        mood = next;
    }

    /// What calls_back calls before it answers.
    function set_call(address target, bytes calldata data) external {
        (target_, call_) = (target, data);
    }

    /// The wallet acting itself, for whoever asks.
    function act(address target, bytes calldata data) external returns (bytes memory) {
        (bool success, bytes memory answer) = target.call(data);
        if (!success) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }

    fallback(bytes calldata input) external returns (bytes memory) {
        require(bytes4(input) == 0x1626ba7e, "only isValidSignature");
        (bytes32 digest, bytes memory signature) = abi.decode(input[4:], (bytes32, bytes));
        if (mood == Mood.reverts) revert("no");
        if (mood == Mood.answers_nothing) return "";
        if (mood == Mood.answers_short) return hex"1626ba7e";
        if (mood == Mood.answers_true) return abi.encode(true);
        if (mood == Mood.burns_gas) {
            while (true) {}
        }
        if (mood == Mood.calls_back) {
            (bool success,) = target_.call(call_);
            require(success, "called back in vain");
        }
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        bool ours = ecrecover(digest, uint8(signature[64]), r, s) == key_;
        return abi.encode(ours && mood != Mood.says_no ? bytes4(0x1626ba7e) : bytes4(0xffffffff));
    }
}
