// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Names that stay what they are under every normalisation, and when two look alike
/// @notice A chain has no tables of Unicode, so it takes a small repertoire in which nothing can go
/// wrong: the ASCII letters and digits, space and & ' ( ) , - . between them, and the unified Han
/// characters U+4E00–U+9FFF without bare strokes and frames that pass for letters and marks, and
/// without 一 beside ASCII, which passes for a dash. All of these are their own NFC and NFKC forms (Unicode 15.1, DerivedNormalizationProps).
library DisplayName {
    /// The name is empty or longer than 96 bytes of UTF-8.
    error NameLengthInvalid(uint256 bytes_);
    /// At this byte stands a character outside the repertoire, or a space at an end or after another.
    error NameCharacterInvalid(uint256 position);
    /// The name has no letter and no digit.
    error NameWithoutLetter();

    uint256 internal constant kMaxBytes = 96;

    /// 丨丶丿亅丄丅乀乁乂乚乛亠冂冖冫凵匚匸囗宀
    bytes private constant kRefused =
        hex"4e284e364e3f4e854e044e054e404e414e424e5a4e5b4ea05182519651ab51f5531a533856d75b80";
    /// Pairs of a character and the one that it is taken for: 土士 日曰 未末 己已巳 人入
    /// 戊戌戍 侯候 冶治 毋母 汨汩 刺剌 兔免 天夭 千干于 吕呂 户戶戸 内內 吴吳呉 黄黃 真眞 青靑 清淸 强強 教敎 鸟乌 鳥烏 壬王 大太
    bytes private constant kTwins =
        hex"58eb571f66f065e5672b672a5df25df15df35df151654eba620c620a620d620a50194faf6cbb51b6"
        hex"6bcd6bcb6c696c68524c523a514d5154592d59295e7253434e8e5343544254156236623762386237"
        hex"5167518554335434544954349ec39ec4771e771f975197526df86e055f375f3a654e65594e4c9e1f"
        hex"70cf9ce5738b58ec592a5927";

    /// @notice Hash of what a reader takes the name for: letters without case, 0 as o, 1 and i as l,
    /// m as rn, w as vv; spaces and marks left out. Two names of one fold look alike.
    /// @dev Coarser than UTS #39 within ASCII. Of Han characters the twins of kTwins are one; what else
    /// looks alike among them is for the skeleton that the accreditor signs.
    function fold(string calldata name) internal pure returns (bytes32) {
        bytes calldata text = bytes(name);
        uint256 length = text.length;
        if (length == 0 || length > kMaxBytes) revert NameLengthInvalid(length);
        bytes memory folded = new bytes(2 * length);
        bytes memory refused = kRefused;
        bytes memory twins = kTwins;
        uint256 filled = 0;
        uint256 i = 0;
        while (i < length) {
            uint256 c = uint8(text[i]);
            if (c >= 0x80) {
                uint256 point = _twinOf(twins, _hanAt(text, i, refused));
                folded[filled++] = bytes1(uint8(0xe0 | (point >> 12)));
                folded[filled++] = bytes1(uint8(0x80 | ((point >> 6) & 0x3f)));
                folded[filled++] = bytes1(uint8(0x80 | (point & 0x3f)));
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

    /// The code point at `i`. U+4E00–U+9FFF is E4 B8 80 to E9 BF BF in UTF-8.
    function _hanAt(bytes calldata text, uint256 i, bytes memory refused)
        private
        pure
        returns (uint256 point)
    {
        if (i + 3 > text.length) revert NameCharacterInvalid(i);
        uint256 a = uint8(text[i]);
        uint256 b = uint8(text[i + 1]);
        uint256 c = uint8(text[i + 2]);
        if (a & 0xf0 != 0xe0 || b & 0xc0 != 0x80 || c & 0xc0 != 0x80) {
            revert NameCharacterInvalid(i);
        }
        point = ((a & 0x0f) << 12) | ((b & 0x3f) << 6) | (c & 0x3f);
        if (point < 0x4e00 || point > 0x9fff || _find(refused, 2, point) != 0) {
            revert NameCharacterInvalid(i);
        }
        if (point != 0x4e00) return point;
        bool asciiBefore = i != 0 && uint8(text[i - 1]) < 0x80;
        bool asciiBehind = i + 3 < text.length && uint8(text[i + 3]) < 0x80;
        if (asciiBefore || asciiBehind) revert NameCharacterInvalid(i);
    }

    /// The character that this one is taken for, or itself.
    function _twinOf(bytes memory twins, uint256 point) private pure returns (uint256) {
        uint256 found = _find(twins, 4, point);
        return found == 0 ? point : found & 0xffff;
    }

    /// The four bytes of `table`, at every `step`th, that begin with the code point, or zero.
    function _find(bytes memory table, uint256 step, uint256 point)
        private
        pure
        returns (uint256 found)
    {
        assembly ("memory-safe") {
            let place := add(table, 32)
            for { let end := add(place, mload(table)) } lt(place, end) { place := add(place, step) } {
                if eq(shr(240, mload(place)), point) {
                    found := shr(224, mload(place))
                    break
                }
            }
        }
    }
}
