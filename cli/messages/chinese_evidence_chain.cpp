#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    {"The chain holds a checkpoint of this log that this log does not go on from: there are "
     "two histories under one name.",
     "链上有此日志的一个检查点，而此日志并非从它延续：同一名称之下有两段历史。"},
    {"Stop writing to the log. Keep both checkpoints, and find out which copy of the ledger "
     "signed the published one.",
     "请停止写入此日志。保留两个检查点，并查明已发布的检查点由账本的哪个副本签署。"},
    {"The chain holds a later checkpoint of this log than this copy of it.",
     "链上此日志的检查点比此处的副本更新。"},
    {"Do not write to this copy: it was restored or left behind. Use the one that goes as "
     "far as the chain.",
     "请勿写入此副本：它是恢复出来的或落后的。请使用与链上同样新的副本。"},
    {"On the chain the log belongs to another account.",
     "在链上，此日志属于另一账户。"},
    {"Publish with the owner's account, or let the owner hand the log over.",
     "请用所有者的账户发布，或由所有者移交此日志。"},
    {"The file is not a consent to take a log over.",
     "此文件不是接管日志的同意书。"},
    {"Let the next owner run `deed log take-over` again.",
     "请让下一任所有者重新运行 `deed log take-over`。"},
    {"The consent to take a log over was written by a later version of Deed.",
     "接管日志的同意书由更新版本的 Deed 写成。"},
    {"The consent is for another log, chain, owner or checkpoint than what is to be handed "
     "over.",
     "同意书所针对的日志、链、所有者或检查点与要移交的不同。"},
    {"Publish the log first and let the next owner run `deed log take-over` for its head of "
     "now.",
     "请先发布日志，再让下一任所有者就目前的日志头运行 `deed log take-over`。"},
    {"No checkpoint on the chain covers the evidence yet.",
     "链上还没有涵盖此存证的检查点。"},
    {"Let the log's owner run `deed log publish`, and try again.",
     "请让日志的所有者运行 `deed log publish`，然后重试。"},
    {"What was published is not confirmed on the chain as far as is asked for.",
     "已发布的内容在链上尚未达到所要求的确认程度。"},
    {"Wait for the blocks that confirm it, and try again.",
     "请等待确认它的区块，然后重试。"},
    {"The proof has a chain's word already.",
     "此证明已含有链上的部分。"},
    {"Verify it as it is, or make a new proof with `deed evidence prove`.",
     "请按原样验证，或用 `deed evidence prove` 重新出具证明。"},
    {"A block or contract was named, but the proof holds nothing of a chain.",
     "指定了区块或合约，但此证明不含链上的部分。"},
    {"Let its owner add that with `deed evidence strengthen`, or verify it without the chain.",
     "请让其所有者用 `deed evidence strengthen` 加上，或不借助链来验证。"},
    {"The event is not proven to be in the block that the proof names.",
     "未能证明该事件在证明所称的区块中。"},
    {"Do not rely on this proof; ask its sender for it again.",
     "请勿依赖此证明；请向发送方重新索取。"},
    {"What is proven is an event of another contract, or of another kind.",
     "所证明的是另一合约的事件，或另一种事件。"},
    {"The checkpoint on the chain is of another log.",
     "链上的检查点属于另一日志。"},
    {"Ask for a proof whose log is the published one.",
     "请索取其日志即为已发布日志的证明。"},
    {"The tree that was published on the chain does not hold the entry, or is not of the "
     "history that the log signed.",
     "链上发布的树不含此条目，或不属于日志所签署的历史。"},
    {"If the proof was not changed, the log's operator told two histories: keep it.",
     "若证明未被改动，则日志的运营者讲述了两段历史：请保留它。"},
    {"What is proven is of another contract than the trusted one.",
     "所证明的内容来自受信任合约以外的合约。"},
    {"Ask for a proof by the trusted contract, or find out by other means whether this one "
     "can be trusted.",
     "请索取受信任合约的证明，或以其他方式查明此合约是否可信。"},
    {"Nothing says whether this contract can be trusted: anybody can deploy one.",
     "没有任何依据说明此合约可信：任何人都能部署一个。"},
    {"Name the contract that you trust with --contract, or its chain with --network.",
     "请用 --contract 指定您信任的合约，或用 --network 指定其链。"},
    {"The proof is of another chain than the trusted one.",
     "此证明属于受信任的链以外的链。"},
    {"Name the chain that the proof is of.",
     "请指定证明所属的链。"},
    {"The chain cannot be asked, or its node does not answer as it should.",
     "无法询问该链，或其节点的答复不正常。"},
    {"Try again later or with another node, or name the block's hash with --block-hash.",
     "请稍后或换一个节点重试，或用 --block-hash 给出区块的哈希。"},
    {"What is proven is in another block than those that were named.",
     "所证明的内容所在的区块不是所指定的区块。"},
    {"Find out from somebody you trust which hash the block of this number has.",
     "请向您信任的人查明此高度区块的哈希。"},
    {"Nothing says whether the block is on the chain.",
     "没有任何依据说明该区块在链上。"},
    {"Name the block's hash with --block-hash, or a chain whose node shall be asked with "
     "--network.",
     "请用 --block-hash 给出区块的哈希，或用 --network 指定要询问其节点的链。"},
    {"The chain has another block in the place of the one that the proof is of.",
     "链上在该事件所在区块的位置是另一个区块。"},
    {"The chain was reorganised: ask for the proof again, which is then of the block of now.",
     "链发生了重组：请重新索取证明，它将针对现在的区块。"},
    {"The node has not come as far as the block.",
     "节点尚未同步到该区块。"},
    {"Wait until the node is up to date, or ask another one.",
     "请等待节点同步到最新，或询问另一个节点。"},
    {"The block is not confirmed as far as is asked for.",
     "该区块尚未达到所要求的确认程度。"},
    {"The node does not have blocks as old as this one.",
     "节点没有这么早的区块。"},
    {"Ask a node that keeps all blocks.",
     "请询问保存全部区块的节点。"},
    {"The file is not unlinked evidence of this version.",
     "此文件不是本版本的无链接存证。"},
    {"Ask for it again; it is written by `deed evidence anchor --unlinked`.",
     "请重新索取；它由 `deed evidence anchor --unlinked` 写成。"},
    {"The unlinked evidence was written by a later version of Deed.",
     "此无链接存证由更新版本的 Deed 写成。"},
    {"The anchor on the chain is of another account, or of another batch of documents.",
     "链上的存证属于另一账户，或另一批文档。"},
    {"The folder holds an unlinked batch of other files, or of another account or chain.",
     "此文件夹中有另一些文件的、或另一账户或链的无链接批次。"},
    {"Finish that batch with the same files, account and chain, or choose another folder.",
     "请用相同的文件、账户和链完成该批次，或选择另一文件夹。"},
    {"Publish the ledger's signed head on a chain",
     "把账本已签名的日志头发布到链上"},
    {"Opens the log on the chain the first time, and later puts its head of now in the "
     "place of the\n"
     "one before, with the proof that it goes on from there, which the contract checks. "
     "What the chain\n"
     "has already is left alone. Run it again after an interruption: it asks the chain "
     "first. A chain\n"
     "that holds another history, or a later one, is an error of its own.",
     "首次运行时在链上开立此日志，以后则以现在的日志头取代前一个，\n"
     "并附上它由前者延续的证明，由合约检查。链上已有的内容不再发送。\n"
     "中断之后可再次运行：它会先询问链。链上若是另一段历史，\n"
     "或更新的历史，各有其错误代码。"},
    {"Show what a chain holds of the ledger's log",
     "显示链上此账本日志的内容"},
    {"Prints the log's id on the chain, its owner, the head there, and one line for every "
     "checkpoint\n"
     "and every change of owner, oldest first. Ends with an error where the log here does "
     "not go on\n"
     "from what is published.",
     "打印日志在链上的标识、所有者、链上的日志头，以及每个检查点\n"
     "和每次更换所有者各一行，最早的在前。若此处的日志并非从已发布的\n"
     "内容延续，则以错误结束。"},
    {"Consent to own a log on a chain",
     "同意在链上接管一个日志"},
    {"Signs with the account's key that it takes over the log as the chain has it now, and "
     "prints the\n"
     "consent for today's owner. It holds until the log's next checkpoint there, and no "
     "longer than\n"
     "--until. The ledger itself changes hands apart from this, with its key (`log "
     "rotate-key`).",
     "用账户的密钥签名，同意按链上现状接管此日志，并打印给现所有者的\n"
     "同意书。它的有效期到该日志在链上的下一个检查点为止，且不超过\n"
     "--until。账本本身另行移交，连同其密钥（`log rotate-key`）。"},
    {"Give the ledger's log on a chain to another account",
     "把账本的日志在链上移交给另一账户"},
    {"Checks that the consent is for the log of the ledger chosen here, its head and its "
     "owner, and was\n"
     "signed by who takes it over; shows what is handed over, and does it. From then on "
     "only that\n"
     "account publishes. The log's id stays.",
     "检查同意书针对此处所选账本的日志、其日志头和所有者，并由接管者\n"
     "签名；显示所移交的内容，然后移交。此后只有该账户能发布。\n"
     "日志的标识不变。"},
    {"how long the consent holds (default: an hour)",
     "同意书有效多久（默认：一小时）"},
    {"the log's id on the chain, as `log published` prints it",
     "日志在链上的标识，如 `log published` 所打印"},
    {"the file of `deed log take-over`",
     "`deed log take-over` 的文件"},
    {"{0} may be given {1} until {2}",
     "{0} 可接管 {1}，截止 {2}"},
    {"handing over {0}, with {1}, to {2}",
     "正在移交 {0}（{1}）给 {2}"},
    {"Add a chain's word to a proof",
     "为证明加上链上的部分"},
    {"Adds the first published checkpoint that covers the evidence (`deed log publish`), "
     "what leads\n"
     "there, and the receipt's proof of it: whoever knows the block's hash then needs "
     "neither the\n"
     "ledger nor a node. With --cosigned-by it is the first one that the group co-signed, with "
     "the\n"
     "proof of that.\n"
     "Prints the proof anew; the file that is read stays as it is.",
     "加上涵盖此存证的首个已发布检查点（`deed log publish`）、通向它的\n"
     "路径，以及其事件的收据证明：知道区块哈希的人此后既不需要账本，\n"
     "也不需要节点。用 --cosigned-by 则是该组共签的首个检查点，并附其\n"
     "证明。打印新的证明；所读的文件保持不变。"},
    {"the proof file of `deed evidence prove`",
     "`deed evidence prove` 的证明文件"},
    {"published in block {0} by the contract {1}",
     "已由合约 {1} 发布在区块 {0} 中"},
    {"going on with the batch in {0}",
     "继续 {0} 中的批次"},
    {"anchored, unlinked, in block {0} by {1}",
     "已由 {1} 在区块 {0} 中无链接地存证"},
    {"without a log: by the account of a chain alone, into --out",
     "不借助日志：只由链上的账户存证，写入 --out"},
    {"with --unlinked: where the evidence of each file goes",
     "与 --unlinked 合用：每个文件的存证写到何处"},
    {"replace the files if they exist",
     "若文件已存在则替换"},
    {"The published log was opened by another account than the trusted one.",
     "已发布的日志由受信任账户以外的账户开立。"},
    {"Ask for a proof of the log that the trusted account opened: another account can publish "
     "another history under the same name.",
     "请索取受信任账户所开立日志的证明：其他账户能以同名发布另一段历史。"},
    {"Nothing says whose published log this is: anybody can open one under the same name.",
     "没有任何依据说明这是谁发布的日志：任何人都能以同名开立一个。"},
    {"Learn from the log's operator which account opened it, and name that with --opened-by.",
     "请向日志运营者了解由哪个账户开立，并用 --opened-by 指定。"},
    {"Nothing says on which chain the account sent the anchor, and one address can be two "
     "accounts on two chains.",
     "没有任何依据说明该账户在哪条链上发送此锚定，而同一地址在两条链上可以是两个账户。"},
    {"Name the contract with its chain, --contract eip155:CHAIN:ADDRESS, or the chain with "
     "--network.",
     "请连同链指定合约：--contract eip155:CHAIN:ADDRESS，或用 --network 指定链。"},
    {"the account that opened the published log you trust",
     "开立您所信任的已发布日志的账户"},
    {"who opened the log on the chain (default: the account)",
     "由谁在链上开立此日志（默认：该账户）"},
    {"a block that you know to be on the chain",
     "您知道在链上的区块"},
    {"the EvidenceRegistry that you trust; with its chain eip155:1:0x…",
     "您信任的 EvidenceRegistry；可带链 eip155:1:0x…"},
    {"ask a node of this chain about the block",
     "就该区块询问此链的节点"},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseEvidenceChain = kRows;

}  // namespace deed::cli
