#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    // Errors.
    {"The file is not a request for co-signatures of this version.",
     "此文件不是本版本的共签请求。"},
    {"The request for co-signatures was written by a later version of Deed.",
     "此共签请求由更新版本的 Deed 写成。"},
    {"No contract would take what the request asks signatures for.",
     "没有合约会接受此请求所要签署的内容。"},
    {"See the reason, and write the request anew with `deed cosign next`.",
     "请查看原因，并用 `deed cosign next` 重新写出请求。"},
    {"What wallets would sign is not what the request says.",
     "钱包将签署的内容与请求所述不符。"},
    {"The log did not sign the checkpoint that co-signatures are asked for.",
     "日志并未签署所请求共签的检查点。"},
    {"Do not sign; ask the log's operator for the checkpoint that the log signed.",
     "请勿签署；请向日志的运营者索取日志所签署的检查点。"},
    {"The checkpoint is not shown to go on from the one before.",
     "未能表明此检查点从前一个延续而来。"},
    {"Do not sign: either the file was changed, or the log's operator tells two histories.",
     "请勿签署：要么文件被改动过，要么日志的运营者讲述了两段历史。"},
    {"The checkpoint is of another log than the one that is meant.",
     "此检查点属于所指日志以外的日志。"},
    {"Do not sign, unless you have learned by other means that this is the log's key.",
     "请勿签署，除非您从其他途径得知这就是该日志的密钥。"},
    {"A checkpoint is signed only for a log that the member named: the key in the file is whoever's "
     "wrote it.",
     "检查点只为成员指明的日志签署：文件中的密钥属于写文件的人。"},
    {"Name the log with --log, by its verifier key or its network as you know it from elsewhere.",
     "请用 --log 指明日志，写出您从别处得知的验证密钥或网络。"},
    {"The request is for another group than the one that is meant.",
     "请求针对的组不是所指的组。"},
    {"Do not sign, unless you have learned by other means that you are a member of this group.",
     "请勿签署，除非您已从别的途径得知自己是该组成员。"},
    {"The request would give the group other members or another threshold.",
     "此请求会改换该组的成员或门限。"},
    {"Read it with `deed cosign show`; if you agree, sign it with --next-epoch.",
     "请用 `deed cosign show` 阅读；若同意，用 --next-epoch 签署。"},
    {"The signatures are for another chain or another EvidenceRegistry.",
     "这些签名针对另一条链或另一个 EvidenceRegistry。"},
    {"Name the chain that the request was made for, or ask who made it which one that is.",
     "请指定请求所针对的链，或询问写出请求的人那是哪一条链。"},
    {"The chain has other members or another threshold of the group in this epoch.",
     "链上该组在此任期的成员或门限与请求不同。"},
    {"Do not sign: write the request anew with `deed cosign next`.",
     "请勿签署：请用 `deed cosign next` 重新写出请求。"},
    {"The chain's checkpoint of the log is none that the request goes on from.",
     "链上此日志的检查点不是请求所延续的那一个。"},
    {"Let the owner publish the co-signed checkpoint with `deed log publish`, or request anew.",
     "请让所有者用 `deed log publish` 发布被共签的检查点，或重新请求。"},
    {"The time to co-sign this is over.", "共签此内容的期限已过。"},
    {"Write the request anew with `deed cosign next`, and let it hold for longer.",
     "请用 `deed cosign next` 重新写出请求，并给予更长的期限。"},
    {"This member's signature is in the file already.", "此成员的签名已在文件中。"},
    {"Nothing is left to do here; pass the file on to who has not signed.",
     "这里无事可做；请把文件交给尚未签名的人。"},
    {"The file is not a copy of the same request, so that its signatures are for something else.",
     "此文件不是同一请求的副本，因此其签名针对别的内容。"},
    {"Compare both with `deed cosign show`.", "请用 `deed cosign show` 比较两者。"},
    {"Nobody has co-signed yet.", "还没有人共签。"},
    {"Let members sign the file with `deed cosign sign`.",
     "请让成员用 `deed cosign sign` 签署此文件。"},

    {"No checkpoint on the chain that covers the evidence was co-signed by the group yet.",
     "链上涵盖此存证的检查点中，还没有被该组共签的。"},
    {"Let the group sign the log's head (`deed cosign next`), and try again.",
     "请让该组签署日志头（`deed cosign next`），然后重试。"},
    {"The co-signatures that the proof brings are of something else than its checkpoint.",
     "证明所带的共签针对的不是其检查点。"},
    {"The proof does not show that enough of the group co-signed the checkpoint.",
     "此证明未能表明该组有足够的成员共签了检查点。"},
    {"Let its owner add that with `deed evidence strengthen --cosigned-by`, or ask a chain with "
     "--network.",
     "请让其所有者用 `deed evidence strengthen --cosigned-by` 加上，或用 --network 询问链。"},
    {"Not enough of the group co-signed the checkpoint, and they no longer can.",
     "该组共签此检查点的成员不足，且已不能再签。"},
    {"Ask for a proof by a checkpoint that the group co-signed.",
     "请索取以该组共签的检查点为据的证明。"},
    {"Not enough of the group have co-signed the checkpoint as far as the node knows.",
     "就节点所知，该组共签此检查点的成员还不足。"},
    {"Wait for them, and ask again.", "请等待他们，然后再次询问。"},

    // Commands.
    {"Found a group that co-signs checkpoints on a chain", "设立一个在链上共签检查点的组"},
    {"Prints the group's id, which nobody else can take. Members are keys and not DIDs, and only "
     "they\n"
     "change the group, with `deed cosign change-group`. It is told to who is to rely on it.",
     "打印该组的标识，他人无法占用。成员是密钥而非 DID，只有\n"
     "成员能用 `deed cosign change-group` 改变该组。请把标识\n"
     "告知要依赖它的人。"},
    {"Show a group that co-signs, with all its epochs", "显示一个共签组及其全部任期"},
    {"Of each epoch the threshold, the time and the block of its beginning, and its members, "
     "oldest\n"
     "first.",
     "每个任期的门限、开始的时间与区块、成员，从最早的开始。"},
    {"Ask a group for other members or another threshold", "请求该组更换成员或门限"},
    {"Writes a request: all members that are to be, also those that stay. As many of the present "
     "members\n"
     "must sign it as the present threshold asks for, and as many of the next ones as the next.",
     "写出一份请求：列出今后的全部成员，包括留任者。现任成员须\n"
     "按现行门限签名，下一任成员须按下一门限签名。"},
    {"Ask a group to co-sign the ledger's head", "请求一个组共签账本的日志头"},
    {"Writes a request for the members: the head that the log signed, the proof that it goes on "
     "from the\n"
     "one that the chain has, the group and its members of now. A head that is on the chain is "
     "co-signed\n"
     "there while it is the log's; one that is not is brought there by the log's owner, together "
     "with\n"
     "the signatures. The log must have been opened on the chain (`deed log publish`).",
     "为成员写出一份请求：日志所签署的日志头、它从链上那一个延续\n"
     "而来的证明、该组及其现任成员。已在链上的日志头在它仍是该日\n"
     "志的头时共签；尚未上链的由日志的所有者连同签名一起带到链上。\n"
     "日志须已在链上开设（`deed log publish`）。"},
    {"Say in words what a request asks to be signed, and who has signed",
     "用文字说明请求要签署什么、谁已签名"},
    {"Asks no chain. What the file holds was checked: that the log signed the checkpoint, that it "
     "goes on\n"
     "from the one before, and each signature.",
     "不询问链。文件的内容已经检查：日志签署了该检查点、它从前一\n"
     "个延续而来，以及每个签名。"},
    {"Sign a request as a member of the group", "以该组成员的身份签署请求"},
    {"Checks the request, says in words what is signed, and adds the signature to the file. A "
     "checkpoint\n"
     "is signed for the log that --log names, another epoch of the group with --next-epoch alone. "
     "Asks no\n"
     "chain unless --network names one. Wallets sign the typedData of the file, and --proof brings "
     "what\n"
     "they made.",
     "检查请求，用文字说明签署什么，并把签名加入文件。\n"
     "检查点只为 --log 所指的日志签署，组的下一任期只在\n"
     "给出 --next-epoch 时签署。除非用 --network 指定，\n"
     "否则不询问链。钱包签署文件中的 typedData，--proof\n"
     "带入其结果。"},
    {"Put the signatures of copies into one request", "把各副本的签名合入一份请求"},
    {"Bring the signatures of a request to the chain", "把请求的签名带到链上"},
    {"All that the chain does not count yet, in one transaction. Anybody who has the file and an "
     "account\n"
     "that pays can do it, except that only the log's owner brings a checkpoint that is not on the "
     "chain.\n"
     "Who signs late is brought by another run, also while the log goes on. Run it again after an\n"
     "interruption: it asks the chain first.",
     "链上尚未计入的全部签名，用一笔交易。持有文件和付费账户的任\n"
     "何人都可以做；但尚未上链的检查点只能由日志的所有者带去。迟\n"
     "到的签名再运行一次即可带去，日志继续增长时亦可。中断后请再\n"
     "次运行：它会先询问链。"},

    // Arguments and options.
    {"the group's id", "该组的标识"},
    {"the request, - for standard input", "请求，- 表示标准输入"},
    {"write the request here", "把请求写到此处"},
    {"the group that must have co-signed, by N or its threshold",
     "须已共签的组，至少 N 名成员或达到其门限"},
    {"take one that this group co-signed", "采用此组共签的检查点"},
    {"tells several groups of one founder apart", "区分同一设立者的多个组"},
    {"the id of the group that is to sign", "要签名的组的标识"},
    {"the log you expect: its verifier key, or its network",
     "您预期的日志：其验证密钥，或其网络"},
    {"the EvidenceRegistry you expect; with its chain eip155:1:0x…",
     "您预期的 EvidenceRegistry；可带链 eip155:1:0x…"},
    {"the id of the group you expect", "您预期的组的标识"},
    {"sign that the group gets other members or another threshold",
     "签署该组改换成员或门限"},
    {"ask a node of this chain, too, whether all is as the file says",
     "另询问此链的一个节点，一切是否如文件所述"},

    // Notes.
    {"{0} more must sign it until {1}: `deed cosign sign FILE`",
     "{1} 之前还须有 {0} 人签署：`deed cosign sign FILE`"},
    {"enough have signed: `deed cosign submit FILE`",
     "签名已足够：`deed cosign submit FILE`"},
    {"co-signed in block {0} by the group {1}", "由组 {1} 在区块 {0} 中共签"},
    {"no chain was asked; with --network, one is", "未询问链；用 --network 则会询问"},
    {"the chain has the same group, and takes signatures for this",
     "链上的组与此相同，并接受对此的签名"},
    {"co-signing the checkpoint of {0}, of the log {1}", "共签检查点：{0}，属日志 {1}"},
    {"the log that you named signed it", "由您指明的日志签署"},
    {"the key in the file signed it, {0}: nobody has said that it is the log's",
     "由文件中的密钥 {0} 签署：无人说过它是该日志的密钥"},
    {"it is of the log that {0} opened on the chain as {1}",
     "它属于 {0} 以 {1} 之名在链上开设的日志"},
    {"left out: no key made what stands for {0}, and no contract takes it",
     "已略去：{0} 名下的内容不是任何密钥所作，也没有合约接受"},
    {"not counted, since only the members' contracts can tell: {0}",
     "未计入，因为只有成员的合约才能判断：{0}"},
    {"the chain has the same group, and counts all that is in the file already",
     "链上的组与此相同，且文件中的一切都已计入"},
    {"the chain has the same group, and its next epoch has begun already",
     "链上的组与此相同，且其下一任期已经开始"},
    {"it is the one that the chain had when this was asked for",
     "它就是写出请求时链上已有的检查点"},
    {"it goes on from {0}, which the chain had when this was asked for",
     "它从写出请求时链上已有的 {0} 延续而来"},
    {"co-signing the next epoch of the group: {0} of {1} members",
     "共签该组的下一任期：{1} 名成员中的 {0} 名"},
    {"for the group {0}, at {1}, until {2}", "为组 {0}，针对 {1}，有效至 {2}"},
    {"whoever has this request can bring it to the chain until {0}",
     "{0} 之前，任何持有此请求者都可以把它带到链上"},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseCosign = kRows;

}  // namespace deed::cli
