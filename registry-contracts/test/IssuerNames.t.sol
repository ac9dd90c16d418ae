// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IssuerRegistry} from "../contracts/IssuerRegistry.sol";
import {NameRegistry} from "../contracts/NameRegistry.sol";
import {DisplayName} from "../contracts/lib/DisplayName.sol";
import {SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {Issuers} from "./support/Issuers.sol";

contract IssuerNamesTest is Issuers {
    string private constant kNames = "Deed NameRegistry";
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
            "AssignName(bytes32 accreditor,address subject,bytes32 credentialType,string name,bytes32 skeleton,uint40 number,uint32 epoch,uint64 expiry)"
        );
        bytes memory fields = abi.encode(
            kind, root, subject, kDegree, keccak256(bytes(name)), skeleton, version, 1, soon()
        );
        return typed(address(names), kNames, keccak256(fields));
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
        uint256 version = name_of(name).version + 1;
        IssuerRegistry.Approval memory two =
            approved(3, name_digest(subject, name, skeleton, version), soon());
        if (reason.length != 0) vm.expectPartialRevert(bytes4(reason));
        names.assignName(
            root, nobody_, IssuerRegistry.Link(subject, kDegree), name, skeleton, two
        );
    }

    function taken() private pure returns (bytes memory) {
        return abi.encodePacked(NameRegistry.NameTaken.selector);
    }

    function test_a_name_exists_by_the_accreditors_signature() public {
        assertEq(uint256(name_of("University of Example").status), 0);
        assign(university, "University of Example");
        NameRegistry.Name memory name = name_of("University of Example");
        assertEq(name.subject, university);
        assertEq(name.since, start);
        assertEq(uint256(name.status), uint256(IssuerRegistry.Status.active));
        // In the ministry's own space it is free.
        (NameRegistry.Name memory there,) =
            names.nameOf(root, path(ministry), "University of Example");
        assertEq(there.subject, address(0));
    }

    function test_nobody_signs_a_name_for_the_accreditor() public {
        bytes32 digest = name_digest(university, "Example", 0, 1);
        IssuerRegistry.Approval memory forged = IssuerRegistry.Approval(
            1, soon(), bytes.concat(part(0, signed(0xbad, digest)), part(1, signed(keys[1], digest)))
        );
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        names.assignName(
            root, nobody_, IssuerRegistry.Link(university, kDegree), "Example", 0, forged
        );
        // An approval is for one name.
        IssuerRegistry.Approval memory two = approved(3, digest, soon());
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        names.assignName(
            root, nobody_, IssuerRegistry.Link(university, kDegree), "Exampel", 0, two
        );
    }

    function test_an_accreditor_names_whom_it_accredits() public {
        IssuerRegistry.Link[] memory steps = path(ministry, stranger);
        vm.startPrank(ministry);
        registry.accredit(root, steps, grant(true, 0), none());
        names.assignName(
            root, path(ministry), IssuerRegistry.Link(stranger, kDegree), "Example", 0, none()
        );
        (NameRegistry.Name memory name, bool in_force) =
            names.nameOf(root, path(ministry), "Example");
        assertEq(name.subject, stranger);
        assertTrue(in_force, "not in force");
        bytes32 record =
            keccak256(abi.encode(record_of(path(ministry)), university, kDegree));
        vm.expectRevert(
            abi.encodeWithSelector(NameRegistry.SubjectNotAccredited.selector, record)
        );
        names.assignName(
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
            assertEq(names.foldOf(alike[i]), names.foldOf("Bank of Illinois"));
            assign(ministry, alike[i], taken());
        }
        assertEq(names.foldOf("rnodern"), names.foldOf("Modern"));
        assertEq(names.foldOf("vvest"), names.foldOf("West"));
        assertTrue(names.foldOf("Bank A") != names.foldOf("Bank B"), "one look");
    }

    function test_what_only_tables_know_to_look_alike_is_refused_by_the_signed_skeleton() public {
        bytes32 skeleton = keccak256("one skeleton of both");
        assign_as(university, unicode"工商银行", skeleton, "");
        assign_as(ministry, unicode"工啇银行", skeleton, taken());
        assign_as(ministry, unicode"工啇银行", keccak256("another"), "");
    }

    function test_han_names_and_mixed_names_are_taken() public {
        assign(university, unicode"深圳前海微众银行");
        assign(ministry, unicode"TCL集团 (2)");
        assertEq(name_of(unicode"tcl集团2").subject, ministry);
        assertTrue(
            names.foldOf(unicode"微众") != names.foldOf(unicode"众微"), "order is lost"
        );
    }

    function test_outside_the_repertoire_nothing_is_taken() public {
        bytes[19] memory bad = [
            bytes(hex"42d0b06e6b"), // Cyrillic а in Bank
            hex"efbca2616e6b", // full-width B, not NFKC
            hex"436166c3a9", // é
            hex"efa480", // a compatibility ideograph
            hex"42e280ae61", // right-to-left override
            hex"61e2808b62", // zero-width space
            hex"e4b8a862616e6b", // a bare stroke
            hex"e4b885", // passes for T
            hex"41e4b88042", // passes for a dash
            hex"41e4b880", // the same at an end
            hex"e4b88042",
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
            names.foldOf(string(bad[i]));
        }
        vm.expectRevert(abi.encodeWithSelector(DisplayName.NameLengthInvalid.selector, 0));
        names.foldOf("");
        vm.expectRevert(abi.encodeWithSelector(DisplayName.NameLengthInvalid.selector, 97));
        names.foldOf(string(new bytes(97)));
        vm.expectRevert(DisplayName.NameWithoutLetter.selector);
        names.foldOf("- (.)");
    }

    /// Whatever is taken is ASCII of the repertoire or whole Han characters.
    function testFuzz_every_name_taken_is_of_the_repertoire(bytes memory text) public view {
        (bool taken_,) =
            address(names).staticcall(abi.encodeCall(names.foldOf, (string(text))));
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
            "WithdrawName(bytes32 accreditor,address subject,string name,uint40 number,uint32 epoch,uint64 expiry)"
        );
        bytes32 digest = typed(
            address(names),
            kNames,
            keccak256(abi.encode(kind, root, university, keccak256("Example"), 2, 1, soon()))
        );
        IssuerRegistry.Approval memory two = approved(3, digest, soon());
        names.withdrawName(root, nobody_, "Example", two);
        NameRegistry.Name memory name = name_of("Example");
        assertEq(uint256(name.status), uint256(IssuerRegistry.Status.removed));
        assertEq(name.since, start + 5);
        assertEq(name.subject, university);
        bytes32 fold = names.foldOf("Example");
        vm.expectRevert(
            abi.encodeWithSelector(NameRegistry.NameNotAssigned.selector, root, fold)
        );
        names.withdrawName(root, nobody_, "Example", two);
        assign(ministry, "Example", taken());
        assign(university, "Example");
        assertEq(uint256(name_of("Example").status), 1);
    }

    function name_of(string memory name) private view returns (NameRegistry.Name memory held) {
        (held,) = names.nameOf(root, nobody_, name);
    }

    /// The ministry accredits `subject` and names it in its own space.
    function name_below(address subject, string memory name) private {
        vm.startPrank(ministry);
        registry.accredit(root, path(ministry, subject), grant(true, 0), none());
        names.assignName(
            root,
            path(ministry),
            IssuerRegistry.Link(subject, kDegree),
            name,
            keccak256(bytes(name)),
            none()
        );
        vm.stopPrank();
    }

    function in_force_below(string memory name) private view returns (bool in_force) {
        (, in_force) = names.nameOf(root, path(ministry), name);
    }

    function withdrawal(
        bytes32 accreditor,
        address subject,
        string memory name,
        uint256 number
    ) private view returns (IssuerRegistry.Approval memory) {
        bytes32 kind = keccak256(
            "WithdrawName(bytes32 accreditor,address subject,string name,uint40 number,uint32 epoch,uint64 expiry)"
        );
        bytes memory fields =
            abi.encode(kind, accreditor, subject, keccak256(bytes(name)), number, 1, soon());
        return approved(3, typed(address(names), kNames, keccak256(fields)), soon());
    }

    function test_the_name_of_whom_nobody_accredits_any_more_is_not_in_force() public {
        name_below(stranger, "Supreme Court");
        assertTrue(in_force_below("Supreme Court"), "not in force");
        stand_by_committee(path(ministry), IssuerRegistry.Status.removed, start);
        assertTrue(!in_force_below("Supreme Court"), "of a removed accreditor");
    }

    function test_the_committee_withdraws_a_name_below_for_good() public {
        name_below(stranger, "Supreme Court");
        stand_by_committee(path(ministry), IssuerRegistry.Status.removed, start);
        IssuerRegistry.Approval memory two =
            withdrawal(record_of(path(ministry)), stranger, "Supreme Court", 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                NameRegistry.AccreditorNotInForce.selector, IssuerRegistry.Verdict.removed, 0
            )
        );
        vm.prank(ministry);
        names.withdrawName(root, path(ministry), "Supreme Court", none());
        names.withdrawName(root, path(ministry), "Supreme Court", two);
        (NameRegistry.Name memory name,) = names.nameOf(root, path(ministry), "Supreme Court");
        assertEq(uint256(name.status), uint256(IssuerRegistry.Status.removed));
        assertTrue(name.byCommittee, "not the committee's");
    }

    /// Whatever the accreditor does in between, the committee's withdrawal is executed.
    function test_an_accreditor_does_not_void_the_committees_withdrawal() public {
        name_below(stranger, "Supreme Court");
        bytes32 accreditor = record_of(path(ministry));
        IssuerRegistry.Approval memory two = withdrawal(accreditor, stranger, "Supreme Court", 1);
        vm.prank(ministry);
        names.withdrawName(root, path(ministry), "Supreme Court", none());
        names.withdrawName(root, path(ministry), "Supreme Court", two);
        bytes32 fold = names.foldOf("Supreme Court");
        IssuerRegistry.Link[] memory steps = path(ministry);
        vm.prank(ministry);
        vm.expectRevert(
            abi.encodeWithSelector(NameRegistry.DecidedByCommittee.selector, accreditor, fold)
        );
        names.assignName(
            root,
            steps,
            IssuerRegistry.Link(stranger, kDegree),
            "Supreme Court",
            keccak256("Supreme Court"),
            none()
        );
    }

    function test_under_one_root_a_look_is_one_subjects() public {
        name_below(stranger, "Supreme Court");
        by_committee(path(address(0x77)), grant(false, 1));
        IssuerRegistry.Link[] memory other = path(address(0x77), address(0xbad2));
        IssuerRegistry.Link[] memory steps = path(address(0x77));
        IssuerRegistry.Grant memory granted = grant(true, 0);
        vm.startPrank(address(0x77));
        registry.accredit(root, other, granted, none());
        vm.expectPartialRevert(NameRegistry.NameTaken.selector);
        names.assignName(root, steps, other[1], "SUPREME COURT", keccak256("x"), none());
        vm.expectPartialRevert(NameRegistry.NameTaken.selector);
        names.assignName(root, steps, other[1], "High Court", keccak256("Supreme Court"), none());
        vm.stopPrank();
    }

    /// No accreditor below squats a name: the committee gives it to whom it belongs, once.
    function test_the_committee_gives_what_was_taken_below_to_another_once() public {
        name_below(stranger, "Supreme Court");
        assign(university, "Supreme Court");
        assertTrue(!in_force_below("Supreme Court"), "two subjects of one name");
        assertEq(name_of("Supreme Court").subject, university);
        assertEq(names.reservationOf(root, "supreme court").subject, university);
        assign(ministry, "Supreme Court", taken());
    }

    function test_han_twins_are_the_same_name() public {
        assign(university, unicode"中国土地银行");
        assign(ministry, unicode"中国士地银行", taken());
        assertEq(names.foldOf(unicode"未来日己"), names.foldOf(unicode"末来曰巳"));
        assertTrue(
            names.foldOf(unicode"第一银行") != names.foldOf(unicode"第二银行"), "one look"
        );
    }

    function test_events_of_names_point_to_the_change_before() public {
        vm.roll(40);
        assign(university, "Example");
        assertEq(name_of("Example").changed, 40);
        vm.roll(50);
        IssuerRegistry.Approval memory two = withdrawal(root, university, "Example", 2);
        bytes32 fold = names.foldOf("Example");
        vm.expectEmit(address(names));
        emit NameRegistry.NameWithdrawn(root, university, fold, false, 2, 40);
        names.withdrawName(root, nobody_, "Example", two);
    }

    /// A controller of the accreditor's DID names in its place, and the key before no longer.
    function test_an_accreditor_names_through_its_dids_controller() public {
        IssuerRegistry.Link[] memory steps = path(ministry);
        vm.prank(ministry);
        registry.accredit(root, path(ministry, stranger), grant(true, 0), none());
        address successor = rotate_ministry();
        IssuerRegistry.Link memory subject = IssuerRegistry.Link(stranger, kDegree);
        vm.prank(ministry);
        vm.expectRevert(abi.encodeWithSelector(NameRegistry.NotAccreditor.selector, ministry));
        names.assignName(root, steps, subject, "Example", 0, none());
        vm.prank(successor);
        names.assignName(root, steps, subject, "Example", 0, none());
    }

    /// An accreditor's signature names once, here and on this contract; a twin takes none of it.
    function test_an_accreditor_signs_a_name_for_others_to_send() public {
        vm.prank(ministry);
        registry.accredit(root, path(ministry, stranger), grant(true, 0), none());
        bytes32 kind = keccak256(
            "AssignName(bytes32 accreditor,address subject,bytes32 credentialType,string name,bytes32 skeleton,uint40 number,uint32 epoch,uint64 expiry)"
        );
        bytes memory fields = abi.encode(
            kind, record_of(path(ministry)), stranger, kDegree, keccak256("Example"), 0, 1, 0, soon()
        );
        bytes32 digest = typed(address(names), kNames, keccak256(fields));
        IssuerRegistry.Approval memory one =
            IssuerRegistry.Approval(0, soon(), signed(kMinistryKey, digest));
        IssuerRegistry.Approval memory forged =
            IssuerRegistry.Approval(0, soon(), signed(kUniversityKey, digest));
        IssuerRegistry.Link memory subject = IssuerRegistry.Link(stranger, kDegree);
        NameRegistry twin = new NameRegistry(registry);
        bytes memory refusal = abi.encodeWithSelector(SignatureInvalid.selector, ministry);
        vm.expectRevert(refusal);
        twin.assignName(root, path(ministry), subject, "Example", 0, one);
        vm.expectRevert(refusal);
        names.assignName(root, path(ministry), subject, "Example", 0, forged);
        names.assignName(root, path(ministry), subject, "Example", 0, one);
        vm.expectRevert(refusal);
        names.assignName(root, path(ministry), subject, "Example", 0, one);
    }

    function test_names_stand_beside_a_registry_of_issuers() public {
        vm.expectRevert();
        new NameRegistry(IssuerRegistry(address(0xdead)));
        vm.expectRevert();
        new NameRegistry(IssuerRegistry(address(dids)));
        assertEq(address(names.issuers()), address(registry));
    }
}
