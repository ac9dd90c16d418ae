#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    // Errors, hints and prompts.
    {"hint: {0}", "提示：{0}"},
    {"error: {0} ({1}): {2}", "错误：{0}（{1}）详情：{2}"},
    {"{0}, at {1}", "{0}，位置：{1}"},
    {"Passphrase: ", "口令："},
    {"Passphrase of the backup: ", "备份口令："},
    {"Passphrase of the key's file: ", "密钥文件口令："},
    {"Passphrase of the key in {0}: ", "{0} 中密钥的口令："},
    {"PIN of the token {0}: ", "令牌 {0} 的 PIN："},
    {"The same again: ", "请再输入一次："},

    // Help.
    {"deed: decentralized identifiers, verifiable credentials and anchored evidence\n\n"
     "Usage: deed NOUN VERB [ARGUMENT...] [OPTION...]\n\n",
     "deed：去中心化身份标识、可验证凭证与证据存证\n\n"
     "用法：deed 名词 动词 [参数...] [选项...]\n\n"},
    {"\n`deed help NOUN VERB` explains one command, `deed help CODE` an error code.\n\n"
     "Example:\n  deed did create --name acme\n",
     "\n用 `deed help NOUN VERB` 查看一个命令的说明，用 `deed help CODE` 查看一个错误码的说明。\n\n"
     "示例：\n  deed did create --name acme\n"},
    {"Usage: {0}", "用法：{0}"},
    {"\nArguments:\n", "\n参数：\n"},
    {"\nOptions:\n", "\n选项：\n"},
    {"\nCommon options:\n", "\n通用选项：\n"},
    {" (repeatable)", "（可重复）"},
    {"\nExit codes: 0 done or good, 2 usage, 3 not found, 4 locked, 5 unavailable, 6 files,\n"
     "7 malformed, 8 unsupported, 9 could not judge, 10 signature, 11 expired, 12 revoked,\n"
     "13 untrusted, 14 schema, 15 mismatch, 130 interrupted.\n",
     "\n退出码：0 完成或有效，2 用法错误，3 未找到，4 已锁定，5 不可用，6 文件错误，\n"
     "7 格式错误，8 不支持，9 无法判定，10 签名错误，11 已过期，12 已吊销，\n"
     "13 不受信任，14 模式不符，15 不一致，130 被中断。\n"},
    {"\nExample:\n", "\n示例：\n"},
    {"{0} ({1}, exit code {2})", "{0}（{1}，退出码 {2}）"},

    // Reports.
    {"passed", "通过"},
    {"failed", "未通过"},
    {"undetermined", "无法确定"},
    {"skipped", "未检查"},
    {"{0}: {1} ", "{0}：{1}"},
    {" (at {0})", "（位置 {0}）"},
    {"verdict: {0}\n", "结论：{0}\n"},
    {"at {0}:\n", "位于 {0}：\n"},
    {"at {0}, by {1}:\n", "位于 {0}，由 {1} 签署：\n"},
    {"credential at {0}:\n", "位于 {0} 的凭证：\n"},
    {"good", "有效"},
    {"bad", "无效"},
    {"could not judge", "无法判定"},

    // Narration.
    {"wrote {0}", "已写入 {0}"},
    {"{0} documents", "已处理 {0} 份文件"},
    {"warning: {0}", "警告：{0}"},
    {"the head is signed by {0}, after 1 succession of the log's key",
     "日志头由 {0} 签名，日志密钥已更替 1 次"},
    {"the head is signed by {0}, after {1} successions of the log's key",
     "日志头由 {0} 签名，日志密钥已更替 {1} 次"},
    {"there are more: go on with --after {0}", "还有更多：请用 --after {0} 继续"},
    {"{0} openings are damaged, or sealed by another key store",
     "{0} 份开启信息已损坏，或由另一个密钥库封存"},
    {"anchored at position {0} of {1}", "已存证，位于 {1} 的第 {0} 位"},
    {"would be anchored: {0}", "将会存证：{0}"},
    {"commitment {0} {1}", "承诺值 {0} {1}"},
    {"it is anchored already, at position {0}", "此前已存证，位于第 {0} 位"},
    {"{0} to be anchored, {1} anchored before, {2} skipped, {3} failed",
     "待存证 {0} 份，此前已存证 {1} 份，跳过 {2} 份，失败 {3} 份"},
    {"{0} anchored, {1} anchored before, {2} skipped, {3} failed; 1 operation on {4}",
     "已存证 {0} 份，此前已存证 {1} 份，跳过 {2} 份，失败 {3} 份；在 {4} 上写入 1 条操作"},
    {"{0} anchored, {1} anchored before, {2} skipped, {3} failed; {4} operations on {5}",
     "已存证 {0} 份，此前已存证 {1} 份，跳过 {2} 份，失败 {3} 份；在 {5} 上写入 {4} 条操作"},
    {"the ledger {0} is restored, but its key signed more entries since the backup was made "
     "({1})",
     "账本 {0} 已恢复，但备份之后其密钥又签署了更多条目（{1}）"},
    {"entry {0} hands the log over to the key {1}, which signs from now on",
     "条目 {0} 将日志移交给密钥 {1}，此后由它签名"},
    {"finished a succession that had been interrupted", "已完成先前中断的密钥更替"},
    {"give the new verifier key to those who pin the log by a key; DIDs stay",
     "请把新的验证密钥交给以密钥固定本日志的各方；DID 保持不变"},
    {"the commitments of {0} batches are not in this ledger", "有 {0} 个批次的承诺值不在本账本中"},
    {"from a {0}, as of {1}", "来自 {0}，截至 {1}"},
    {"its canonical DID is {0}", "其规范 DID 为 {0}"},
    {"the controller is now {0}", "控制密钥现为 {0}"},
    {"the next controller will be {0}", "下一个控制密钥将为 {0}"},
    {"the private key is still in {0} too", "私钥仍同时保存在 {0} 中"},
    {"this is the private key, unencrypted: whoever reads it can sign as you",
     "这是未加密的私钥：任何读到它的人都能以您的名义签名"},
    {"the passphrase is changed; backups made before open with the old one",
     "口令已更改；此前制作的备份用旧口令打开"},
    {"the key {0} cannot be used: {1}", "密钥 {0} 无法使用：{1}"},
    {"{0} is there already: going on with what was begun", "{0} 已存在：继续先前开始的操作"},
    {"would make the key {0}", "将会生成密钥 {0}"},
    {"would put it in the place of {0} in {1}, for {2}", "将会在 {1} 中以它取代 {0}，用途：{2}"},
    {"it is in the place of {0} in {1}, for {2}", "它已在 {1} 中取代 {0}，用途：{2}"},
    {"{0} stays in the key store, for what was made with it",
     "{0} 留在密钥库中，供验证以它签署的内容"},
    {"serving on {0}:{1}", "正在 {0} 上提供签名服务：{1}"},
    {"warning: this is for ever; every export and proof from now on tells that entries "
     "were lost",
     "警告：此操作不可撤销；此后每份导出和证明都会说明有条目丢失"},
    {"warning: only a mirror, an export or a checkpoint that others hold can tell "
     "whether a later head was signed",
     "警告：只有他人持有的镜像、导出或检查点才能说明是否签署过更新的日志头"},
    {"version {0}, signed by {1}", "版本 {0}，由 {1} 签名"},
    {"made for later: {0}", "已为以后生成：{0}"},
    {"Let the witnesses approve, and publish did-witness.json before did.jsonl.",
     "请先让见证者批准，并在 did.jsonl 之前发布 did-witness.json。"},
    {"warning: the mirror of {0} cannot be read: {1}", "警告：无法读取 {0} 的镜像：{1}"},
    {"`deed config set chain.NAME.directory {0}` gives the chain a name",
     "`deed config set chain.NAME.directory {0}` 可为该链命名"},
    {"{0} is configured now; `deed registry use {0}` makes it the default",
     "{0} 现已配置；`deed registry use {0}` 可将其设为默认"},
    {"waiting for a block… {0} s", "正在等待区块…… {0} 秒"},
    {"waiting for confirmations… {0} s", "正在等待确认…… {0} 秒"},
    {"nothing was sent; whoever has these data can send them until their signatures expire",
     "未发送任何内容；在签名过期之前，任何拥有这些数据的人都能将其发送"},
    {"nothing was sent", "未发送任何内容"},
    {"until {0}, whoever has it can have it carried out",
     "在 {0} 之前，任何持有它的人都可将其付诸执行"},
    {"once it is recorded, the controller is {0}", "一经记录，控制者即为 {0}"},
    {"schemas, status lists and accreditations stay on {0}: publish them anew",
     "模式、状态列表和授权仍留在 {0} 上：请重新发布"},
    {"{0} controllers sign with `deed registry migrate sign`; put what they sign beside the requests",
     "有 {0} 位控制者需用 `deed registry migrate sign` 签署；请将其签署结果放在请求旁边"},
    {"{0} moves to {1}", "{0} 迁往 {1}"},
    {"as its operation {0}, by what its ledger had at {1}",
     "作为其第 {0} 号操作，依据其账本在 {1} 的内容"},
    {"with the key {0}", "含密钥 {0}"},
    {"with the key {0}, which is {1}", "含密钥 {0}，即 {1}"},
    {"with the key {0}, of a type that is not known here", "含密钥 {0}，其类型在此处未知"},
    {"with {0} as the next controller", "下一控制者为 {0}"},
    {"the commitment to a next controller whose key is not here",
     "对密钥不在此处的下一控制者的承诺"},
    {"The file commits to a next controller whose key is not here; whoever has that key could take "
     "the DID over.",
     "此文件承诺的下一控制者的密钥不在此处；持有该密钥者可以接管此 DID。"},
    {"If you know the commitment to be yours, name it with --commitment; else do not sign.",
     "若您知道此承诺属于您，请用 --commitment 写明；否则请勿签署。"},
    {"with {0}: {1}", "含 {0}：{1}"},
    {"give --out FILE to sign this", "若要签署，请给出 --out FILE"},
    {"contract {0} of 7",
     "第 {0} 个合约，共 7 个"},
    {"{0} transactions",
     "{0} 笔交易"},
    {"`deed registry outbox resume` tells which of the two came into a block",
     "`deed registry outbox resume` 会告知两者中哪一个已进入区块"},
    {"no contracts are known: `deed registry deploy`",
     "尚不知有任何合约：`deed registry deploy`"},
    {"version {0} of {1}, published {2} by {3}",
     "{1} 的版本 {0}，由 {3} 于 {2} 发布"},
    {"its CPT id is {0}",
     "其 CPT 编号为 {0}"},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseNotes = kRows;

}  // namespace deed::cli
