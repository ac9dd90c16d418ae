// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Eip712} from "../contracts/lib/Eip712.sol";
import {
    Signatures,
    SignatureHighS,
    SignatureInvalid,
    SignatureMalformed
} from "../contracts/lib/Signatures.sol";
import {Test} from "./support/Test.sol";
import {Wallet} from "./support/Wallet.sol";

/// The library by its public face.
contract Checker is Eip712 {
    function check(address account, bytes32 digest, bytes calldata signature) external view {
        Signatures.check(account, digest, signature);
    }

    function recover(bytes32 digest, bytes calldata signature) external pure returns (address) {
        return Signatures.recover(digest, signature);
    }

    function digest_of(bytes32 structHash) external view returns (bytes32) {
        return _digest(structHash);
    }

    function _domainName() internal pure override returns (string memory) {
        return "Checker";
    }
}

contract SignaturesTest is Test {
    bytes32 private constant kDigest = keccak256("what is signed");
    Checker private checker_ = new Checker();

    function testFuzz_key_is_recovered(uint256 key, bytes32 digest) public view {
        key = bound(key, 1, Signatures.kHalfOrder);
        checker_.check(vm.addr(key), digest, signed(key, digest));
        assertEq(checker_.recover(digest, signed(key, digest)), vm.addr(key));
    }

    function testFuzz_other_digest_is_refused(uint256 key, bytes32 digest) public {
        key = bound(key, 1, Signatures.kHalfOrder);
        vm.assume(digest != kDigest);
        bytes memory signature = signed(key, kDigest);
        address account = vm.addr(key);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, account));
        checker_.check(account, digest, signature);
    }

    function testFuzz_malleated_signature_is_refused(uint256 key) public {
        key = bound(key, 1, Signatures.kHalfOrder);
        bytes memory other = malleated(signed(key, kDigest));
        // Without the rule it would hold: this is what makes the refusal worth something.
        (bytes32 r, bytes32 s) = abi.decode(other, (bytes32, bytes32));
        assertEq(ecrecover(kDigest, uint8(other[64]), r, s), vm.addr(key));
        address account = vm.addr(key);
        vm.expectRevert(SignatureHighS.selector);
        checker_.check(account, kDigest, other);
        vm.expectRevert(SignatureHighS.selector);
        checker_.recover(kDigest, other);
    }

    function test_other_forms_are_refused() public {
        bytes memory signature = signed(1, kDigest);
        address account = vm.addr(1);
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint8 v = uint8(signature[64]);
        bytes[5] memory forms = [
            abi.encodePacked(r, s),
            abi.encodePacked(r, s, v, uint8(0)),
            abi.encodePacked(r, s, v - 27),
            abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255)),
            bytes("")
        ];
        for (uint256 i; i < forms.length; i++) {
            vm.expectRevert(SignatureMalformed.selector);
            checker_.check(account, kDigest, forms[i]);
        }
    }

    function test_zero_address_signs_nothing() public {
        // ecrecover answers zero for r = 0.
        bytes memory nothing = abi.encodePacked(bytes32(0), bytes32(uint256(1)), uint8(27));
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, address(0)));
        checker_.check(address(0), kDigest, nothing);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, address(0)));
        checker_.recover(kDigest, nothing);
    }

    function test_wallet_decides_for_itself() public {
        Wallet wallet = new Wallet(vm.addr(7));
        checker_.check(address(wallet), kDigest, signed(7, kDigest));
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, address(wallet)));
        checker_.check(address(wallet), kDigest, signed(8, kDigest));
    }

    function test_wallet_that_answers_strangely_is_refused() public {
        bytes memory signature = signed(7, kDigest);
        Wallet wallet = new Wallet(vm.addr(7));
        wallet.set_call(address(wallet), abi.encodeCall(Wallet.set_mood, (Wallet.Mood.honest)));
        for (uint256 mood = 1; mood <= uint256(type(Wallet.Mood).max); mood++) {
            wallet.set_mood(Wallet.Mood(mood));
            vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, address(wallet)));
            checker_.check{gas: 1_000_000}(address(wallet), kDigest, signature);
        }
    }

    function test_domain_follows_the_chain() public {
        bytes32 here = checker_.digest_of(kDigest);
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        assertTrue(checker_.digest_of(kDigest) != here, "same digest on another chain");
        vm.chainId(chain);
        assertEq(checker_.digest_of(kDigest), here);
        assertTrue(new Checker().digest_of(kDigest) != here, "same digest for another contract");
    }

    function test_domain_is_that_of_eip_712() public view {
        (, string memory name, string memory version, uint256 chain, address self,,) =
            checker_.eip712Domain();
        bytes32 expected = keccak256(
            abi.encode(
                0x8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f,
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chain,
                self
            )
        );
        assertEq(checker_.domainSeparator(), expected);
        assertEq(self, address(checker_));
        assertEq(chain, block.chainid);
    }
}
