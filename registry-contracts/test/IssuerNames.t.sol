// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IssuerRegistry} from "../contracts/IssuerRegistry.sol";
import {DisplayName} from "../contracts/lib/DisplayName.sol";
import {SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {Issuers} from "./support/Issuers.sol";

contract IssuerNamesTest is Issuers {
    IssuerRegistry.Link[] private nobody_;

    function setUp() public {
        vm.warp(start);
        found_root(3, 2);
        by_committee(path(ministry), grant(true, 1));
        by_committee(path(university), grant(true, 0));
    }

    function name_digest(address subject, string memory name, bytes32 skeleton, uint256 version)
        private
        view
        returns (bytes32)
    {
        bytes32 kind = keccak256(
            "AssignName(bytes32 accreditor,address subject,bytes32 credentialType,string name,bytes32 skeleton,uint40 version,uint32 epoch,uint64 expiry)"
        );
        bytes memory fields = abi.encode(
            kind, root, subject, kDegree, keccak256(bytes(name)), skeleton, version, 1, soon()
        );
        return typed(address(registry), kName, keccak256(fields));
    }

    function assign(address subject, string memory name) private {
        assign(subject, name, "");
    }

    function assign(address subject, string memory name, bytes memory reason) private {
        assign_as(subject, name, keccak256(bytes(name)), reason);
    }

    function assign_as(
        address subject,
        string memory name,
        bytes32 skeleton,
        bytes memory reason
    ) private {
        uint256 version = registry.nameOf(root, name).version + 1;
        IssuerRegistry.Approval memory two =
            approved(3, name_digest(subject, name, skeleton, version), soon());
        if (reason.length != 0) vm.expectPartialRevert(bytes4(reason));
        registry.assignName(
            root, nobody_, IssuerRegistry.Link(subject, kDegree), name, skeleton, two
        );
    }

    function taken() private pure returns (bytes memory) {
        return abi.encodePacked(IssuerRegistry.NameTaken.selector);
    }

    function test_a_name_exists_by_the_accreditors_signature() public {
        assertEq(uint256(registry.nameOf(root, "University of Example").status), 0);
        assign(university, "University of Example");
        IssuerRegistry.Name memory name = registry.nameOf(root, "University of Example");
        assertEq(name.subject, university);
        assertEq(name.since, start);
        assertEq(uint256(name.status), uint256(IssuerRegistry.Status.active));
        // In the ministry's own space it is free.
        assertEq(
            registry.nameOf(record_of(path(ministry)), "University of Example").subject, address(0)
        );
    }

    function test_nobody_signs_a_name_for_the_accreditor() public {
        bytes32 digest = name_digest(university, "Example", 0, 1);
        IssuerRegistry.Approval memory forged = IssuerRegistry.Approval(
            1, soon(), bytes.concat(part(0, signed(0xbad, digest)), part(1, signed(keys[1], digest)))
        );
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        registry.assignName(
            root, nobody_, IssuerRegistry.Link(university, kDegree), "Example", 0, forged
        );
        // An approval is for one name.
        IssuerRegistry.Approval memory two = approved(3, digest, soon());
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        registry.assignName(
            root, nobody_, IssuerRegistry.Link(university, kDegree), "Exampel", 0, two
        );
    }

    function test_an_accreditor_names_whom_it_accredits() public {
        IssuerRegistry.Link[] memory steps = path(ministry, stranger);
        vm.startPrank(ministry);
        registry.accredit(root, steps, grant(true, 0), none());
        registry.assignName(
            root, path(ministry), IssuerRegistry.Link(stranger, kDegree), "Example", 0, none()
        );
        assertEq(registry.nameOf(record_of(path(ministry)), "Example").subject, stranger);
        bytes32 record =
            keccak256(abi.encode(record_of(path(ministry)), university, kDegree));
        vm.expectRevert(
            abi.encodeWithSelector(IssuerRegistry.SubjectNotAccredited.selector, record)
        );
        registry.assignName(
            root, path(ministry), IssuerRegistry.Link(university, kDegree), "Other", 0, none()
        );
    }

    function test_look_alikes_are_the_same_name() public {
        string[8] memory alike = [
            "Bank Of lllinois",
            "BANK OF ILLINOIS",
            "Bank of I11inois",
            "Bank-of-Illinois",
            "Bank of 1llin0is",
            "bank of illinois.",
            "Bank o f Illinois",
            "(Bank of Illinois)"
        ];
        assign(university, "Bank of Illinois");
        for (uint256 i = 0; i < alike.length; ++i) {
            assertEq(registry.foldOf(alike[i]), registry.foldOf("Bank of Illinois"));
            assign(ministry, alike[i], taken());
        }
        assertEq(registry.foldOf("rnodern"), registry.foldOf("Modern"));
        assertEq(registry.foldOf("vvest"), registry.foldOf("West"));
        assertTrue(registry.foldOf("Bank A") != registry.foldOf("Bank B"), "one look");
    }

    function test_what_only_tables_know_to_look_alike_is_refused_by_the_signed_skeleton() public {
        bytes32 skeleton = keccak256("one skeleton of both");
        assign_as(university, unicode"土地银行", skeleton, "");
        assign_as(ministry, unicode"士地银行", skeleton, taken());
        assign_as(ministry, unicode"士地银行", keccak256("another"), "");
    }

    function test_han_names_and_mixed_names_are_taken() public {
        assign(university, unicode"深圳前海微众银行");
        assign(ministry, unicode"TCL集团 (2)");
        assertEq(registry.nameOf(root, unicode"tcl集团2").subject, ministry);
        assertTrue(
            registry.foldOf(unicode"微众") != registry.foldOf(unicode"众微"), "order is lost"
        );
    }

    function test_outside_the_repertoire_nothing_is_taken() public {
        bytes[15] memory bad = [
            bytes(hex"42d0b06e6b"), // Cyrillic а in Bank
            hex"efbca2616e6b", // full-width B, not NFKC
            hex"436166c3a9", // é
            hex"efa480", // a compatibility ideograph
            hex"42e280ae61", // right-to-left override
            hex"61e2808b62", // zero-width space
            hex"e4b8a862616e6b", // a bare stroke
            hex"e39080", // extension A
            hex"e4b8", // cut short
            hex"e0b8b8", // overlong
            hex"ff",
            hex"62616e6b00",
            " Bank",
            "Bank ",
            "Bank  A"
        ];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.expectPartialRevert(DisplayName.NameCharacterInvalid.selector);
            registry.foldOf(string(bad[i]));
        }
        vm.expectRevert(abi.encodeWithSelector(DisplayName.NameLengthInvalid.selector, 0));
        registry.foldOf("");
        vm.expectRevert(abi.encodeWithSelector(DisplayName.NameLengthInvalid.selector, 97));
        registry.foldOf(string(new bytes(97)));
        vm.expectRevert(DisplayName.NameWithoutLetter.selector);
        registry.foldOf("- (.)");
    }

    /// Whatever is taken is ASCII of the repertoire or whole Han characters.
    function testFuzz_every_name_taken_is_of_the_repertoire(bytes memory text) public view {
        (bool taken_,) =
            address(registry).staticcall(abi.encodeCall(registry.foldOf, (string(text))));
        if (!taken_) return;
        for (uint256 i = 0; i < text.length; ++i) {
            uint8 c = uint8(text[i]);
            if (c >= 0x80) {
                assertTrue(c >= 0xe4 && c <= 0xe9, "first byte");
                i += 2;
            } else {
                assertTrue(c >= 0x20 && c < 0x7f, "a control character");
            }
        }
    }

    function test_a_withdrawn_name_stays_its_subjects() public {
        assign(university, "Example");
        vm.warp(start + 5);
        bytes32 kind = keccak256(
            "WithdrawName(bytes32 accreditor,address subject,string name,uint40 version,uint32 epoch,uint64 expiry)"
        );
        bytes32 digest = typed(
            address(registry),
            kName,
            keccak256(abi.encode(kind, root, university, keccak256("Example"), 2, 1, soon()))
        );
        IssuerRegistry.Approval memory two = approved(3, digest, soon());
        registry.withdrawName(root, nobody_, "Example", two);
        IssuerRegistry.Name memory name = registry.nameOf(root, "Example");
        assertEq(uint256(name.status), uint256(IssuerRegistry.Status.removed));
        assertEq(name.since, start + 5);
        assertEq(name.subject, university);
        bytes32 fold = registry.foldOf("Example");
        vm.expectRevert(
            abi.encodeWithSelector(IssuerRegistry.NameNotAssigned.selector, root, fold)
        );
        registry.withdrawName(root, nobody_, "Example", two);
        assign(ministry, "Example", taken());
        assign(university, "Example");
        assertEq(uint256(registry.nameOf(root, "Example").status), 1);
    }
}
