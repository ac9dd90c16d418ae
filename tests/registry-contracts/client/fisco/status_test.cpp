#include "registry-contracts/client/fisco/status.hpp"

#include <set>
#include <span>

#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::registry::fisco {
namespace {

struct Expected {
    std::int64_t number;
    const ErrorCode* code;
};

// From the tables of the API pages of 2.x ("transaction receipt status") and 3.x (retcode_retmsg).
const Expected kTwo[] = {{1, &errors::kExecutionFailed},
                         {2, &errors::kBadRlp},
                         {3, &errors::kInvalidFormat},
                         {4, &errors::kIntrinsicGas},
                         {5, &errors::kSignatureRefused},
                         {6, &errors::kNonceInvalid},
                         {7, &errors::kNotEnoughCash},
                         {8, &errors::kBaseGas},
                         {9, &errors::kBlockGasLimit},
                         {10, &errors::kBadInstruction},
                         {11, &errors::kBadJump},
                         {12, &errors::kOutOfGas},
                         {13, &errors::kOutOfStack},
                         {14, &errors::kStackUnderflow},
                         {15, &errors::kNonceUsed},
                         {16, &errors::kBlockLimitRefused},
                         {17, &errors::kFilterRefused},
                         {18, &errors::kNoDeployPermission},
                         {19, &errors::kNoCallPermission},
                         {20, &errors::kNoTransactionPermission},
                         {21, &errors::kPrecompiledFailed},
                         {22, &errors::kReverted},
                         {23, &errors::kZeroSignature},
                         {24, &errors::kAddressUsed},
                         {25, &errors::kPermissionDenied},
                         {26, &errors::kCallAddress},
                         {27, &errors::kGasOverflow},
                         {28, &errors::kPoolFull},
                         {29, &errors::kTransactionRefused},
                         {30, &errors::kContractFrozen},
                         {31, &errors::kAccountFrozen},
                         {32, &errors::kRemainingGas},
                         {10000, &errors::kAlreadyKnown},
                         {10001, &errors::kAlreadyInChain},
                         {10002, &errors::kWrongChain},
                         {10003, &errors::kWrongGroup},
                         {10004, &errors::kNotOfGroup},
                         {10005, &errors::kTransactionUnreadable},
                         {10006, &errors::kMemoryLimit}};
const Expected kThree[] = {{1, &errors::kExecutionFailed},
                           {2, &errors::kIntrinsicGas},
                           {7, &errors::kNotEnoughCash},
                           {10, &errors::kBadInstruction},
                           {11, &errors::kBadJump},
                           {12, &errors::kOutOfGas},
                           {13, &errors::kOutOfStack},
                           {14, &errors::kStackUnderflow},
                           {15, &errors::kPrecompiledFailed},
                           {16, &errors::kReverted},
                           {17, &errors::kAddressUsed},
                           {18, &errors::kPermissionDenied},
                           {19, &errors::kCallAddress},
                           {20, &errors::kGasOverflow},
                           {21, &errors::kContractFrozen},
                           {22, &errors::kAccountFrozen},
                           {23, &errors::kAccountAbolished},
                           {24, &errors::kContractAbolished},
                           {32, &errors::kWasmInvalid},
                           {33, &errors::kWasmArgument},
                           {34, &errors::kWasmUnreachable},
                           {35, &errors::kWasmTrap},
                           {10000, &errors::kNonceUsed},
                           {10001, &errors::kBlockLimitRefused},
                           {10002, &errors::kPoolFull},
                           {10003, &errors::kTransactionUnreadable},
                           {10004, &errors::kAlreadyKnown},
                           {10005, &errors::kAlreadyInChain},
                           {10006, &errors::kWrongChain},
                           {10007, &errors::kWrongGroup},
                           {10008, &errors::kSignatureRefused},
                           {10009, &errors::kNotOfGroup},
                           {10010, &errors::kPoolTimeout},
                           {10011, &errors::kAlreadyKnown},
                           {10012, &errors::kValueOverflow},
                           {10013, &errors::kCodeTooLarge},
                           {10014, &errors::kSenderIsContract},
                           {10015, &errors::kNotEnoughCash}};
const Expected kNodeTwo[] = {{-100001, &errors::kDynamicGroupDisabled},
                             {-40012, &errors::kSdkNotAllowed},
                             {-40011, &errors::kRateLimited},
                             {-40010, &errors::kNodeStarting},
                             {-40008, &errors::kSystemConfigUnknown},
                             {-40007, &errors::kNoPbftView},
                             {-40006, &errors::kCallWithoutSender},
                             {-40005, &errors::kIndexOutOfRange},
                             {-40004, &errors::kBlockNumberUnknown},
                             {-40003, &errors::kBlockHashUnknown},
                             {-40002, &errors::kNodeAnswerUnreadable},
                             {-40001, &errors::kGroupUnknown},
                             {-32700, &errors::kNodeParse},
                             {-32604, &errors::kNodeNoId},
                             {-32603, &errors::kNodeInternal},
                             {-32602, &errors::kNodeInvalidParams},
                             {-32601, &errors::kNodeMethodMissing},
                             {-32600, &errors::kNodeInvalidRequest},
                             {-40009, &errors::kNotOfGroup}};
const Expected kNodeThree[] = {
    {-32700, &errors::kNodeParse},          {-32603, &errors::kNodeInternal},
    {-32602, &errors::kNodeInvalidParams},  {-32601, &errors::kNodeMethodMissing},
    {-32600, &errors::kNodeInvalidRequest}, {-32005, &errors::kGroupUnknown},
    {-32004, &errors::kNodeStarting},       {-32003, &errors::kNotAllowed},
    {-32002, &errors::kNodeExists},         {-32001, &errors::kGroupExists},
    {-32000, &errors::kNodeStopped},        {-1, &errors::kNodeInternal},
    {3003, &errors::kLedgerArgument},       {3006, &errors::kLedgerBlock},
    {3008, &errors::kLedgerStorage},        {3010, &errors::kLedgerFailed}};

void expect_statuses(ChainVersion version, std::span<const Expected> table) {
    for (const Expected& expected : table) {
        const Error error = status_error(version, expected.number, "why");
        EXPECT_EQ(error.code().name, expected.code->name) << expected.number;
        EXPECT_NE(error.message().find(status_name(version, expected.number)), std::string::npos);
        EXPECT_FALSE(status_name(version, expected.number).empty()) << expected.number;
        EXPECT_NE(error.message().find("why"), std::string::npos);
        // Nodes refuse by the same numbers.
        EXPECT_EQ(node_error(version, expected.number, "x").code().name, expected.code->name);
    }
}

void expect_node(ChainVersion version, std::span<const Expected> table) {
    for (const Expected& expected : table)
        EXPECT_EQ(node_error(version, expected.number, "x").code().name, expected.code->name)
            << expected.number;
}

TEST(FiscoStatus, EachDocumentedNumberHasItsCodeAndHint) {
    expect_statuses(ChainVersion::two, kTwo);
    expect_statuses(ChainVersion::three, kThree);
    expect_node(ChainVersion::two, kNodeTwo);
    expect_node(ChainVersion::three, kNodeThree);
    EXPECT_EQ(status_name(ChainVersion::two, 0), "None");
    EXPECT_EQ(status_name(ChainVersion::two, 22), "RevertInstruction");
    EXPECT_EQ(status_name(ChainVersion::three, 16), "RevertInstruction");
    EXPECT_EQ(status_name(ChainVersion::three, 9999), "");
}

TEST(FiscoStatus, OtherNumbersAreNotKnown) {
    EXPECT_EQ(status_error(ChainVersion::three, 22'222).code().name, errors::kStatusUnknown.name);
    EXPECT_EQ(node_error(ChainVersion::two, -1, "x").code().name, errors::kStatusUnknown.name);
    EXPECT_EQ(node_error(ChainVersion::three, -40001, "x").code().name,
              errors::kStatusUnknown.name);
    EXPECT_EQ(node_error(ChainVersion::three, 0, "x").code().name, errors::kStatusUnknown.name);
}

TEST(FiscoStatus, NoTwoCodesSayTheSame) {
    std::set<std::string_view> meanings;
    std::size_t count = 0;
    const auto add = [&](std::span<const ErrorCode* const> codes) {
        for (const ErrorCode* code : codes) meanings.insert(code->meaning), ++count;
    };
    add(errors::kFiscoStatusRoomCodes);
    add(errors::kFiscoNodeRoomCodes);
    add(errors::kFiscoRoomCodes);
    EXPECT_EQ(meanings.size(), count);
}

}  // namespace
}  // namespace deed::registry::fisco
