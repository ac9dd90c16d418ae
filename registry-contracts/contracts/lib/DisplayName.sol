// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Names that stay what they are under every normalisation, and when two look alike
/// @notice A chain has no tables of Unicode, so it takes a small repertoire in which nothing can go
/// wrong: the ASCII letters and digits, space and & ' ( ) , - . between them, and the unified Han
/// characters U+4E00–U+9FFF without the four bare strokes 丨 丶 丿 亅, which pass for letters and
/// marks. All of these are their own NFC and NFKC forms (Unicode 15.1, DerivedNormalizationProps).
library DisplayName {
    /// The name is empty or longer than 96 bytes of UTF-8.
    error NameLengthInvalid(uint256 bytes_);
    /// At this byte stands a character outside the repertoire, or a space at an end or after another.
    error NameCharacterInvalid(uint256 position);
    /// The name has no letter and no digit.
    error NameWithoutLetter();

    uint256 internal constant kMaxBytes = 96;

    /// @notice Hash of what a reader takes the name for: letters without case, 0 as o, 1 and i as l,
    /// m as rn, w as vv; spaces and marks left out. Two names of one fold look alike.
    /// @dev Coarser than UTS #39 within ASCII. Han characters stand for themselves: what looks alike
    /// among them is for the skeleton that the accreditor signs.
    function fold(string calldata name) internal pure returns (bytes32) {
        bytes calldata text = bytes(name);
        uint256 length = text.length;
        if (length == 0 || length > kMaxBytes) revert NameLengthInvalid(length);
        bytes memory folded = new bytes(2 * length);
        uint256 filled = 0;
        uint256 i = 0;
        while (i < length) {
            uint256 c = uint8(text[i]);
            if (c >= 0x80) {
                _checkHan(text, i);
                for (uint256 k = 0; k < 3; ++k) folded[filled++] = text[i + k];
                i += 3;
                continue;
            }
            uint256 letters = _foldAscii(text, i, c);
            if (letters > 0xff) folded[filled++] = bytes1(uint8(letters >> 8));
            if (letters != 0) folded[filled++] = bytes1(uint8(letters));
            ++i;
        }
        if (filled == 0) revert NameWithoutLetter();
        assembly ("memory-safe") {
            mstore(folded, filled)
        }
        return keccak256(folded);
    }

    /// One or two letters, or zero for what is left out.
    function _foldAscii(bytes calldata text, uint256 i, uint256 c) private pure returns (uint256) {
        if (c >= 0x41 && c <= 0x5a) c += 0x20;
        if (c == 0x30) return 0x6f;
        if (c == 0x31 || c == 0x69) return 0x6c;
        if (c == 0x6d) return 0x726e;
        if (c == 0x77) return 0x7676;
        if ((c >= 0x61 && c <= 0x7a) || (c >= 0x32 && c <= 0x39)) return c;
        if (c == 0x20) {
            if (i == 0 || i + 1 == text.length || text[i - 1] == 0x20) {
                revert NameCharacterInvalid(i);
            }
            return 0;
        }
        // & ' ( ) , - .
        if ((c >= 0x26 && c <= 0x29) || (c >= 0x2c && c <= 0x2e)) return 0;
        revert NameCharacterInvalid(i);
    }

    /// U+4E00–U+9FFF is E4 B8 80 to E9 BF BF in UTF-8.
    function _checkHan(bytes calldata text, uint256 i) private pure {
        if (i + 3 > text.length) revert NameCharacterInvalid(i);
        uint256 a = uint8(text[i]);
        uint256 b = uint8(text[i + 1]);
        uint256 c = uint8(text[i + 2]);
        if (a & 0xf0 != 0xe0 || b & 0xc0 != 0x80 || c & 0xc0 != 0x80) {
            revert NameCharacterInvalid(i);
        }
        uint256 point = ((a & 0x0f) << 12) | ((b & 0x3f) << 6) | (c & 0x3f);
        bool stroke = point == 0x4e28 || point == 0x4e36 || point == 0x4e3f || point == 0x4e85;
        if (point < 0x4e00 || point > 0x9fff || stroke) revert NameCharacterInvalid(i);
    }
}
