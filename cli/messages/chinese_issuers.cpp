#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    // Commands.
    {"Found a root: a committee that decides who may issue", "创建一个根：由委员会决定谁可以签发"},
    {"Prints the root's id, which nobody else can take. Members are keys and not DIDs: whose key is\n"
     "rotated is exchanged by `deed issuer change-committee`. Nobody has a right over the root but\n"
     "its members.",
     "打印根的标识，他人无法占用。成员是密钥而不是 DID：\n"
     "密钥轮换后，用 `deed issuer change-committee` 更换成员。\n"
     "除成员外，任何人对该根都没有权利。"},
    {"Show who decides for a root", "显示谁为一个根作决定"},
    {"Epoch, threshold and members, a line each.", "届次、门限和成员，每行一个。"},
    {"Lay one's own accreditation down", "放弃自己的认可"},
    {"As of now. The account that pays must be the one that controls the holder's DID.",
     "自现在起生效。付费账户必须是控制持有人 DID 的账户。"},
    {"List a holder's accreditations under a root", "列出持有人在一个根之下的认可"},
    {"Each with the way to it from the root, and its standing.", "每项给出自根而来的路径及其状态。"},
    {"Show an accreditation as it is now", "显示一项认可的现状"},
    {"With the times in which the committee bars the holder.", "并列出委员会禁止该持有人的时段。"},
    {"List what happened to an accreditation", "列出一项认可的变更历史"},
    {"One line a change, oldest first.", "每项变更一行，最早的在前。"},
    {"Tell whom a name belongs to", "查询一个名称属于谁"},
    {"In the space of the root's committee, or of the accreditor that --under names. Fails where "
     "the\n"
     "name names nobody at present.",
     "在根的委员会、或 --under 所指认可方的名称空间内查询。\n"
     "若该名称目前不指任何人，则失败。"},
    {"Judge whether an issuer may issue a type of credential", "判定签发者是否可以签发某类型的凭证"},
    {"By any way from the root, now or at a past moment. The verdicts and exit codes are those of\n"
     "`deed credential verify`: 0 only when it may, 9 where the registry could not be asked.",
     "按自根而来的任一路径，判定现在或过去某一时刻。结论与退出码同\n"
     "`deed credential verify`：仅当可以签发时为 0，无法查询注册表时为 9。"},
    {"Propose that an issuer may issue a type of credential", "提议某签发者可以签发某类型的凭证"},
    {"Writes a proposal, which nobody is bound by before enough have signed it and it is carried\n"
     "out. Directly below the root its committee decides; below another holder, that holder, within\n"
     "what it holds itself.",
     "写出一份提案；在足够多的人签名并执行之前，对任何人都没有约束力。\n"
     "根的直接下级由其委员会决定；其他持有人的下级由该持有人\n"
     "在其自身所获的范围内决定。"},
    {"Propose to suspend an accreditation", "提议暂停一项认可"},
    {"From a moment on that may be past: what is dated since is no longer good. It can be taken\n"
     "back; what the committee suspended, only by the committee.",
     "自某一时刻起，可以是过去的时刻：此后注明日期的凭证不再有效。\n"
     "可以撤回；委员会的暂停只能由委员会撤回。"},
    {"Propose to remove an accreditation", "提议取消一项认可"},
    {"As suspend, but it is not taken back: who is to issue again is accredited anew.",
     "与暂停相同，但不能撤回：要再次签发，须重新获得认可。"},
    {"Propose to end a suspension", "提议结束暂停"},
    {"As of now: the time of the suspension stays.", "自现在起：暂停的时段仍然保留。"},
    {"Propose that a holder counts for nothing under the root", "提议某持有人在该根之下一概无效"},
    {"On any path and for any type, whoever accredits it, until the committee lifts the bar.",
     "在任何路径、对任何类型、无论由谁认可，直到委员会解除禁止。"},
    {"Propose to lift a bar", "提议解除禁止"},
    {"As of now: the time of the bar stays.", "自现在起：禁止的时段仍然保留。"},
    {"Propose what an accredited holder is called", "提议获认可的持有人叫什么名称"},
    {"Only who accredits somebody directly can name it. Under one root no two holders have names\n"
     "that look alike.",
     "只有直接的认可方可以命名。同一个根之下，\n"
     "没有两个持有人的名称看起来相同。"},
    {"Propose to take a name back", "提议收回一个名称"},
    {"By who gave it. What the committee withdraws below another accreditor stays withdrawn.",
     "由命名者收回。委员会收回其他认可方所给的名称后，不能恢复。"},
    {"Propose other members of a root's committee, or another threshold",
     "提议根的委员会的其他成员或其他门限"},
    {"All members that are to be, also those that stay. As many of the new ones as the new "
     "threshold\n"
     "asks for must sign, too.",
     "列出今后的全部成员，包括留任者。新成员中也须有\n"
     "新门限所要求的人数签名。"},
    {"Say in words what a proposal decides, and who has signed", "用文字说明提案决定什么、谁已签名"},
    {"Asks no chain. A type of credentials stands in a proposal as a hash: with --type, the name is\n"
     "printed where it is that one, and the hash where it is not.",
     "不询问链。提案中的凭证类型是一个哈希：用 --type 给出名称时，\n"
     "若相符则打印名称，否则打印哈希。"},
    {"Sign a proposal as a member of the committee, or as the accreditor",
     "以委员会成员或认可方的身份签署提案"},
    {"Adds a signature to the file. Asks no chain. Wallets sign the typedData of the file, and "
     "--proof\n"
     "brings what they made.",
     "在文件中加入一个签名。不询问链。钱包签署文件中的 typedData，\n"
     "再用 --proof 带入其签名。"},
    {"Put the signatures of copies into one proposal", "把各副本的签名合入一份提案"},
    {"For members who sign at the same time, each a copy.", "供成员同时各签一份副本时使用。"},
    {"Carry out a proposal that enough have signed", "执行一份已有足够签名的提案"},
    {"Anybody who has the file and an account that pays can do it. Each decision is carried out "
     "once.",
     "任何持有该文件和付费账户的人都可以执行。每项决定只执行一次。"},

    // Arguments and options.
    {"the root's id", "根的标识"},
    {"the root that is trusted", "所信任的根"},
    {"whom it is about: a DID or an account", "涉及谁：DID 或账户"},
    {"how it is called", "叫什么名称"},
    {"the name", "名称"},
    {"the proposal, - for standard input", "提案，- 表示标准输入"},
    {"a copy that others signed", "他人签过的副本"},
    {"who accredited the holder; one for each step from the root",
     "谁认可了该持有人；自根起每一级各写一次"},
    {"for what the holder is accredited", "持有人获认可签发什么"},
    {"an account, a DID's key of today, or a key", "账户、DID 今日的密钥或密钥"},
    {"on a ledger here, in whose name it is brought, if there are several",
     "在本地账本上以谁的名义提交，若有多个"},
    {"how many must sign", "须有多少人签名"},
    {"tells several roots of one founder apart", "区分同一创建者的多个根"},
    {"a type whose name is to be known by its hash", "按哈希认出其名称的类型"},
    {"the grounds, whose SHA-256 is recorded", "理由文件，记录其 SHA-256"},
    {"let the committee decide in the accreditor's place", "由委员会代认可方决定"},
    {"until when signatures hold (default: for a week)", "签名有效至何时（默认一周）"},
    {"write the proposal here", "把提案写到此处"},
    {"from when on, past or not (default: now)", "自何时起，可为过去（默认现在）"},
    {"for what: a name, * for all, cpt:N, issuer-type:NAME, or 0x…",
     "签发什么：名称、*（全部）、cpt:N、issuer-type:NAME 或 0x…"},
    {"until when", "至何时"},
    {"from when on (default: now)", "自何时起（默认现在）"},
    {"how many levels may stand below, 0 (default) to 7", "其下可有多少级，0（默认）至 7"},
    {"an authority that only accredits, or is merely known", "只作认可或仅作登记的机构"},
    {"what is to be known of the holder, whose SHA-256 is recorded",
     "关于持有人应知的内容，记录其 SHA-256"},
    {"the key to sign with, when not the only member's key here",
     "用哪个密钥签名，若此处的成员密钥不止一个"},
    {"a signature made elsewhere, with --member, instead of signing here",
     "在别处做的签名，与 --member 同用，代替在此签名"},
    {"whose it is: an account, or the member's word", "是谁的：账户或成员的字"},
    {"write to another file", "写入另一个文件"},
    {"replace that file if it exists", "若该文件已存在则替换"},
    {"judge a past moment, by what is decided now", "按现有决定判定过去某一时刻"},
    {"how old the registry's answer may be (default: 30)", "注册表的回答最多可有多旧（默认 30）"},
    {"a root that must have let the issuer issue this", "必须已允许签发者签发此凭证的根"},

    // Narration.
    {"who trusts this root says --authority {0}@{1}", "信任此根者使用 --authority {0}@{1}"},
    {"{0} more must sign it until {1}: `deed issuer sign FILE`",
     "{1} 之前还须有 {0} 人签名：`deed issuer sign FILE`"},
    {"enough have signed: `deed issuer execute FILE`", "签名已足够：`deed issuer execute FILE`"},
    {"{0} more must sign", "还须有 {0} 人签名"},
    {"signed as {0}", "已以 {0} 的身份签名"},
    {"whoever has this proposal can carry it out until {0}", "{0} 之前，任何持有此提案者都可以执行它"},

    // Errors: whether the issuer might issue.
    {"The root has accredited the issuer for nothing, or not for what the credential is of.",
     "根未认可该签发者，或未认可其签发此类凭证。"},
    {"Do not accept it on the root's word; `deed issuer list` shows what the issuer holds.",
     "请勿凭该根接受它；`deed issuer list` 显示该签发者持有什么。"},
    {"The issuer's DID is not of the network whose registry was asked, which accredits no others.",
     "签发者的 DID 不属于所询问注册表的网络，而该注册表不认可其他网络的 DID。"},
    {"Ask a root of the issuer's network, or the issuer for a credential by its DID there.",
     "请询问签发者所在网络的根，或向签发者索取用其在该网络的 DID 签发的凭证。"},
    {"The credential is dated before the issuer was accredited.", "凭证注明的日期早于签发者获得认可。"},
    {"Ask the issuer for one that is dated since.", "请向签发者索取日期在此之后的凭证。"},
    {"The credential is dated after the issuer's accreditation, or one above it, had ended.",
     "凭证注明的日期晚于签发者的认可、或其上级认可的期满。"},
    {"Ask an issuer that is accredited now.", "请找现在获认可的签发者。"},
    {"The credential is dated in a time in which the issuer, or who accredited it, is suspended.",
     "凭证注明的日期处于签发者、或其认可方被暂停的时段。"},
    {"Ask again when the suspension is over, or an issuer that is accredited now.",
     "请在暂停结束后再问，或找现在获认可的签发者。"},
    {"The credential is dated after the accreditation of the issuer, or one above it, was removed.",
     "凭证注明的日期晚于签发者的认可、或其上级认可被取消。"},
    {"The credential is dated in a time in which the root's committee bars the issuer, or who "
     "accredited it, from everything.",
     "凭证注明的日期处于根的委员会禁止签发者、或其认可方的时段。"},
    {"The issuer is known to the root, but may not issue by itself.",
     "根知道该签发者，但它不可自行签发。"},
    {"Ask one of those whom it accredits.", "请找由它认可的签发者。"},
    {"The credential is of a type that the issuer, or who accredited it, was not accredited for.",
     "签发者、或其认可方，未获认可签发此类型的凭证。"},
    {"Ask an issuer that is accredited for this type.", "请找获认可签发此类型的签发者。"},
    {"The issuer is no longer accredited, and nothing but its own date shows that the credential "
     "existed when it was.",
     "签发者不再获认可，而除其自注的日期外，没有任何内容表明凭证在其获认可时已存在。"},
    {"Give time evidence from before with --evidence, or ask an issuer that is accredited now.",
     "请用 --evidence 给出此前的时间证据，或找现在获认可的签发者。"},
    {"What is known of the registry of issuers is older than the policy allows, or than the "
     "credential.",
     "所知的签发者注册表内容比策略允许的更旧，或比凭证更旧。"},
    {"Ask a node or mirror that is up to date, or allow older answers with --max-did-age.",
     "请询问最新的节点或镜像，或用 --max-did-age 允许更旧的回答。"},
    {"It is not shown that the issuer itself signed, so what it may issue says nothing of this.",
     "没有表明是签发者本人签署，因此它可以签发什么与此无关。"},
    {"Let the check control be asked, and do not allow foreign keys.",
     "请让检查项 control 被询问，并且不允许他人的密钥。"},
    {"The credential is of more types and schemas than are looked up.",
     "凭证的类型和模式多于会查询的数目。"},
    {"Ask for a credential of at most 16 types and schemas together.",
     "请索取类型与模式合计不超过 16 个的凭证。"},

    // Errors: proposals, and whom they are about.
    {"No key of the key store is one whose signature is asked for.",
     "密钥库中没有被要求签名的密钥。"},
    {"`deed issuer review` or `deed cosign show` tells who is to sign; a key elsewhere goes by --key.",
     "`deed issuer review` 或 `deed cosign show` 显示应由谁签名；密钥在别处时用 --key 给出。"},
    {"Several keys of the key store could sign it.", "密钥库中有多个密钥可以签署它。"},
    {"Say which with --key; run the command again for each that is to sign.",
     "请用 --key 指明；每个要签名的密钥各运行一次命令。"},
    {"The proposal is for another registry than the one that is asked to carry it out.",
     "该提案针对的注册表，不是被要求执行它的注册表。"},
    {"Name the network that it was made for with --network.", "请用 --network 指明提案所针对的网络。"},
    {"The proposal was carried out already, or another decision took its place.",
     "该提案已经执行，或已被另一项决定取代。"},
    {"`deed issuer history` shows what was decided; propose anew what is still wanted.",
     "`deed issuer history` 显示已作的决定；仍需要的请重新提议。"},
    {"The file is not a copy of the same proposal, so that its signatures are for something else.",
     "该文件不是同一提案的副本，其签名针对的是别的内容。"},
    {"Compare both with `deed issuer review`.", "请用 `deed issuer review` 比较两者。"},
    {"A trusted root is not written as ROOT@NETWORK.", "所信任的根没有写成 ROOT@NETWORK。"},
    {"Write the root's id, @, and the chain or ledger: 0x…@e1-…, or 0x…@ALIAS.",
     "请写根的标识、@ 以及链或账本：0x…@e1-… 或 0x…@ALIAS。"},
    {"The text names no type of credentials.", "该文本没有指明凭证类型。"},
    {"Give a type's name, * for all, cpt:NUMBER, issuer-type:NAME, or 0x and 64 hexadecimal digits.",
     "请给出类型名称、*（全部）、cpt:NUMBER、issuer-type:NAME，或 0x 加 64 个十六进制数字。"},
    {"The holder has several accreditations to choose from.", "该持有人有多项认可可供选择。"},
    {"Say which with --type and --under; `deed issuer list` shows them.",
     "请用 --type 和 --under 指明；`deed issuer list` 列出它们。"},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseIssuers = kRows;

}  // namespace deed::cli
