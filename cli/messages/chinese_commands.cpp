#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    {"Adds a public key to the document of a did:weid, or gives a listed one further uses. The\n"
     "operation is signed by the DID's controller.",
     "把公钥加入 did:weid 的文档，或为已列出的公钥增加用途。\n"
     "该操作由 DID 的控制者签名。"},
    {"Adds a service, with its type and endpoint, to the document of a did:weid. All the world "
     "can\n"
     "read it for ever: no names of people, no private addresses.",
     "把一个服务及其类型和端点加入 did:weid 的文档。\n"
     "全世界永远可以读到：不要写人名和私人地址。"},
    {"Anchor documents in the ledger without showing them", "把文件存证到账本而不公开文件"},
    {"Bring back what a backup holds", "恢复备份中的内容"},
    {"Check every entry of a ledger", "检查账本的每个条目"},
    {"Checks a proof against the document, from these two files alone. Name the log you trust "
     "with\n"
     "--log; without it the verdict cannot be better than \"could not judge\".\n"
     "Prints the fields that the proof shows, unless it is bad.",
     "只凭这两个文件，对照文件检查证明。用 --log 指明您信任的日志；\n"
     "否则结论不会好于“无法判定”。\n"
     "除非无效，会打印证明所显示的字段。"},
    {"Checks the whole backup first, then puts its files in place; run it again if it was "
     "interrupted.\n"
     "Nothing is overwritten, and no head is lowered: a ledger that is older than what its key "
     "signed\n"
     "is restored, but does not open.",
     "先检查整个备份，再放置其文件；若被中断，请重新运行。\n"
     "不覆盖任何内容，也不降低任何日志头：比其密钥所签更旧的账本\n"
     "会被恢复，但打不开。"},
    {"Commits to each document with a fresh salt, keeps the salt sealed in your home, and "
     "anchors the\n"
     "commitments in signed entries. Prints one commitment a document; with --folder or --jsonl "
     "one\n"
     "line a document: status, commitment, position in the ledger, index in its entry, name.\n"
     "A document that was anchored before, under the same key, is not anchored again; a run that "
     "was\n"
     "interrupted is completed by running it again. Exits by the first document that failed.",
     "为每份文件用新的盐作出承诺，把盐封存在您的主文件夹，并把承诺值存证在\n"
     "已签名的条目中。每份文件打印一个承诺值；用 --folder 或 --jsonl 时每份文件一行：\n"
     "状态、承诺值、在账本中的位置、在条目中的序号、名称。\n"
     "此前以同一键存证的文件不会再次存证；被中断的运行\n"
     "再运行一次即可完成。以第一份失败的文件决定退出码。"},
    {"Deactivate a DID for good", "永久停用 DID"},
    {"Declare that others may know a key", "声明他人可能知道某个密钥"},
    {"Deed met a state that its own code should exclude.", "Deed 遇到了其代码本应排除的状态。"},
    {"Ends a did:weid. Its keys verify nothing from then on; nobody can undo this. Where the DID"
     "\n"
     "committed to its next key, that key signs.",
     "终止一个 did:weid。此后其密钥不再验证任何内容；任何人都无法撤销。\n"
     "若 DID 已承诺下一个密钥，则由该密钥签名。"},
    {"Ends the changes to a did:weid for good. It keeps its last document, and whoever resolves "
     "it\n"
     "sees the new DID as canonicalId. Create that one first. Where the DID committed to its next"
     "\n"
     "key, that key signs.",
     "永久终止对 did:weid 的更改。它保留最后的文档，解析者会看到\n"
     "作为 canonicalId 的新 DID。请先创建新的 DID。若 DID 已承诺下一个密钥，\n"
     "则由该密钥签名。"},
    {"Explain a command or an error code", "说明命令或错误码"},
    {"Find the DIDs of a key", "查找某个密钥的 DID"},
    {"Find what was anchored of a document, or under a key of yours",
     "按文件或按您的键查找存证内容"},
    {"Give a DID another controller key", "给 DID 换控制密钥"},
    {"Hand the ledger's log over to a new key", "把账本的日志移交给新密钥"},
    {"Judge a credential: good, bad, or could not judge", "判定凭证：有效、无效或无法判定"},
    {"Judge a proof offline: good, bad, or could not judge", "离线判定证明：有效、无效或无法判定"},
    {"List a DID's versions", "列出 DID 的各版本"},
    {"List a key in a DID's document", "把密钥列入 DID 文档"},
    {"List a service in a DID's document", "把服务列入 DID 文档"},
    {"List the DIDs of a ledger", "列出账本上的 DID"},
    {"List the documents whose openings are kept here", "列出此处保存了开启信息的文件"},
    {"List the keys of the key store", "列出密钥库中的密钥"},
    {"List the ledgers here", "列出此处的账本"},
    {"List what a ledger recorded", "列出账本记录的内容"},
    {"Looks in the sealed index of this home, not on the ledger. What is given must all hold; "
     "several\n"
     "can be found. Prints what `deed evidence list` prints.",
     "在此主文件夹的封存索引中查找，而不是在账本上。所给条件须全部符合；\n"
     "可能找到多份。打印内容与 `deed evidence list` 相同。"},
    {"Make a key pair and seal its private half", "生成密钥对并封存其私钥部分"},
    {"Make keys, start the ledger if needed, register a DID", "生成密钥，必要时启动账本，登记 DID"},
    {"Makes a key in the key store and prints its did:key. The first key makes the store and asks"
     "\n"
     "for a new passphrase.",
     "在密钥库中生成密钥并打印其 did:key。第一个密钥会创建密钥库，\n"
     "并要求设定新口令。"},
    {"Makes a new key in the store and records, signed by the old key and the new one, that it "
     "signs\n"
     "the log from now on; prints the new verifier key. The network and all DIDs stay, and "
     "whoever\n"
     "pinned the first key or the network can go on. After an interruption, run it again.",
     "在密钥库中生成新密钥，并记录此后由它签署日志，由新旧密钥共同签名；\n"
     "打印新的验证密钥。网络和所有 DID 保持不变，\n"
     "固定了第一个密钥或网络的各方可以照常使用。被中断后请重新运行。"},
    {"Makes a new secp256k1 key, NAME.controller-2 and so on, and lets it control the DID; where "
     "the\n"
     "document lists the old one, the new one takes its place. Where the DID committed to its "
     "next\n"
     "key, that key takes over, and the old one, stolen or lost, has no say. The DID stays the "
     "same.",
     "生成新的 secp256k1 密钥 NAME.controller-2 等，并让它控制该 DID；\n"
     "文档中列出旧密钥之处由新密钥取代。若 DID 已承诺下一个密钥，\n"
     "则由该密钥接管，被盗或丢失的旧密钥无权过问。DID 保持不变。"},
    {"Makes a secp256k1 key that controls the DID and an Ed25519 key that signs credentials, "
     "starts\n"
     "the embedded ledger if there is none, registers the DID there and prints it. After an\n"
     "interruption the same command goes on where it stopped. With --pre-rotate, whoever steals "
     "the\n"
     "controller key can neither take the DID over nor end it. With --offline, nothing is "
     "registered:\n"
     "the operator of the ledger does it with `deed did submit FILE`.",
     "生成控制 DID 的 secp256k1 密钥和签署凭证的 Ed25519 密钥，若没有内嵌账本则启动一个，\n"
     "在那里登记 DID 并打印它。被中断后，同一命令会从停下之处继续。\n"
     "用 --pre-rotate 时，盗得控制密钥者既不能接管也不能终止该 DID。\n"
     "用 --offline 时不登记任何内容：\n"
     "由账本的运营者用 `deed did submit FILE` 登记。"},
    {"Name the DID of another ledger that takes its place", "指明另一账本上取代它的 DID"},
    {"Opens every ledger of this home and prints its alias, network, number of entries, origin, "
     "and\n"
     "when its last entry was accepted, by its own clock. One that cannot be opened is listed "
     "with\n"
     "the reason, and gives the exit code.",
     "打开此主文件夹的每个账本，打印其别名、网络、条目数、来源，以及按其自身时钟\n"
     "最后条目被接受的时间。打不开的账本连同原因列出，\n"
     "并决定退出码。"},
    {"Please report this with the command that led to it.", "请连同引发它的命令一起报告此问题。"},
    {"Print the DID document of a DID", "打印 DID 的 DID 文档"},
    {"Print the ledger's latest signed head", "打印账本最新的已签名日志头"},
    {"Print the version", "打印版本"},
    {"Prints a key's public half as Multikey and did:key, with --json also as JWK.\n"
     "Needs no passphrase.",
     "以 Multikey 和 did:key 打印密钥的公钥部分，用 --json 时还有 JWK。\n"
     "不需要口令。"},
    {"Prints each version with its id, the time the ledger's operator claims for it and what "
     "made it,\n"
     "and the keys that were declared compromised. With --json, with every document.",
     "打印每个版本的标识、账本运营者所称的时间和产生它的操作，\n"
     "以及已声明泄露的密钥。用 --json 时包含每份文档。"},
    {"Prints every DID of the ledger, in the order of addresses; behind those that were created "
     "here\n"
     "stands their name. Deactivated and moved ones are listed too.",
     "按地址顺序打印账本的每个 DID；在此处创建的 DID 之后\n"
     "附有其名称。已停用和已迁移的也会列出。"},
    {"Prints every check and the verdict. The exit code is 0 only when the verdict is good, 9 "
     "when\n"
     "it could not be judged, and else that of the worst check. Creates nothing in your home.\n"
     "With --at, judges as of a past moment by what is known today. A credential whose key was\n"
     "retired or compromised since is good only with --evidence that it existed before.",
     "打印每项检查和结论。只有结论为有效时退出码才为 0，无法判定时为 9，\n"
     "否则为最严重检查的退出码。不在您的主文件夹中创建任何内容。\n"
     "用 --at 时，以今天所知按过去的时刻判定。密钥此后停用或泄露的凭证，\n"
     "只有用 --evidence 证明它此前已存在才有效。"},
    {"Prints issuer, subjects, dates and proofs as the credential states them. Nothing is "
     "verified.",
     "打印凭证所述的颁发者、主体、日期和证明。不作任何验证。"},
    {"Prints name, type and public key of each key. Needs no passphrase.",
     "打印每个密钥的名称、类型和公钥。不需要口令。"},
    {"Prints one a line: commitment, status (anchored, pending, or unknown where it was kept "
     "without\n"
     "being anchored here), when it was kept, your own key, name. In the order in which they "
     "were kept.",
     "每行打印一份：承诺值、状态（anchored 已存证、pending 待存证，unknown 表示保存时未在此处存证）、"
     "\n"
     "保存时间、您的键、名称。按保存的顺序。"},
    {"Prints one line for each entry: number, time of acceptance by the operator's clock, what "
     "was\n"
     "done, for which identifier, its sequence number and the operation's hash.",
     "每个条目打印一行：序号、按运营者时钟的接受时间、所作操作、\n"
     "针对的标识、其序号和操作的哈希。"},
    {"Prints the DIDs of the ledger that the key controls, and those whose document lists it "
     "now. All\n"
     "documents are read for it.",
     "打印账本上由该密钥控制的 DID，以及现在文档列有该密钥的 DID。\n"
     "为此会读取所有文档。"},
    {"Prints the signed head (C2SP tlog-checkpoint) of the ledger, after checking the ledger. "
     "With\n"
     "--key, prints the log's verifier key: give it to those who shall verify your evidence.",
     "检查账本之后，打印其已签名的日志头（C2SP tlog-checkpoint）。\n"
     "用 --key 时打印日志的验证密钥：请交给要验证您证据的各方。"},
    {"Reads one JSON object a line ({\"id\": 1, \"op\": \"jcs\", …}) and answers each with one "
     "line,\n"
     "in order and at once. A bad line is answered \"ok\": false and never ends the run. --json\n"
     "changes nothing here.",
     "每行读取一个 JSON 对象（{\"id\": 1, \"op\": \"jcs\", …}），并按顺序立即各回答一行。\n"
     "有误的行回答 \"ok\": false，且不会终止运行。\n"
     "--json 在此不起作用。"},
    {"Reads the whole ledger, checks every frame, entry, signature and head, applies every rule "
     "to\n"
     "every entry from the first on, and compares with the heads this home remembers. With "
     "--folder\n"
     "and --log, checks a copy against a pinned key; with --export and --key, exported tiles.",
     "读取整个账本，检查每个帧、条目、签名和日志头，从第一个条目起逐条应用全部规则，\n"
     "并与此主文件夹记得的日志头比较。用 --folder 和 --log 时，\n"
     "按固定的密钥检查副本；用 --export 和 --key 时，检查导出的分块。"},
    {"Record an operation that its subject signed", "记录由其主体签名的操作"},
    {"Records a signed operation of a did:weid on the ledger here, after verifying all of it. It "
     "must\n"
     "be meant for this ledger, be in its place and not have expired. Submitting it again changes"
     "\n"
     "nothing.",
     "验证 did:weid 的已签名操作的全部内容后，把它记录到此处的账本。\n"
     "它必须是为此账本制作、位于其应在之处且未过期。重复提交\n"
     "不会改变任何内容。"},
    {"Removes the service of this id. Earlier versions of the document keep it.",
     "移除这个标识的服务。文档的较早版本仍保留它。"},
    {"Replace a DID's document", "替换 DID 的文档"},
    {"Replaces the keys and services of a did:weid by those of a new document, signed by its\n"
     "controller. Start from what `deed did resolve` prints.",
     "用新文档的密钥和服务替换 did:weid 的密钥和服务，由其控制者签名。\n"
     "请以 `deed did resolve` 打印的内容为起点。"},
    {"Resolves did:key, and did:weid on the ledgers here or from an export. With --json, prints "
     "the\n"
     "whole DID resolution result. A deactivated DID ends with exit code 12. An earlier version "
     "is\n"
     "asked for by its id or by a time; a time in whole seconds means the end of that second.",
     "解析 did:key，以及此处账本上或来自导出的 did:weid。用 --json 时打印\n"
     "完整的 DID 解析结果。已停用的 DID 以退出码 12 结束。较早的版本\n"
     "按其标识或时间索取；以整秒表示的时间指该秒结束之时。"},
    {"Retire a key of a DID", "停用 DID 的密钥"},
    {"Run primitives on JSON lines, for comparing implementations",
     "对 JSON 行运行基本操作，用于比较不同实现"},
    {"Run the command again; nothing acknowledged was lost.",
     "请重新运行命令；已确认的内容没有丢失。"},
    {"Show the public half of a key", "显示密钥的公钥部分"},
    {"Show what a credential says, without judging it", "显示凭证所述内容，不作判定"},
    {"Sign a credential", "签署凭证"},
    {"Signs an unsigned credential, or claims wrapped into a new one. Only issuer, validFrom and"
     "\n"
     "proof are added, and only where they are absent. Prints the signed credential.",
     "签署未签名的凭证，或把声明包装成新凭证后签署。只加入 issuer、validFrom 和 proof，\n"
     "且只在缺少时加入。打印已签名的凭证。"},
    {"Take a service out of a DID's document", "从 DID 文档移除服务"},
    {"Takes a public key out of the document and declares that what it signed since TIME proves\n"
     "nothing. Nobody can undo this, and the key can never be listed again.",
     "把公钥从文档移除，并声明它自 TIME 起所签的内容不证明任何事。\n"
     "任何人都无法撤销，该密钥也永远不能再列入。"},
    {"Takes a public key out of the document. What it signed while it was listed stays good, as "
     "far\n"
     "as the time of signing can be proved. For a key that others may know, use compromise-key.",
     "把公钥从文档移除。它在列期间所签的内容，在签名时间能够证明的范围内\n"
     "仍然有效。对他人可能知道的密钥，请用 compromise-key。"},
    {"Tell what is wrong with a ledger, and repair it", "说明账本的问题并修复它"},
    {"The work did not finish before its deadline.", "工作没有在期限之前完成。"},
    {"The work was cancelled before it finished.", "工作在完成之前被取消。"},
    {"Try again, or allow more time.", "请再试一次，或允许更多时间。"},
    {"With --verbose also the cryptosuites, DID methods and ledgers of this build.",
     "用 --verbose 时还打印此构建的密码套件、DID 方法和账本。"},
    {"Without a topic, lists the commands.", "不带主题时列出各命令。"},
    {"Without options: prints a diagnosis and changes nothing; exits with 15 if anything is "
     "wrong.\n"
     "Each repair is an option of its own, does one thing, and keeps every file that it replaces."
     "\n"
     "Have a copy of the ledger's folder before you begin. specs/journal.md explains each case.",
     "不带选项：打印诊断且不改动任何内容；若有问题则以 15 退出。\n"
     "每种修复是单独的选项，只做一件事，并保留所替换的每个文件。\n"
     "开始之前请备有账本文件夹的副本。specs/journal.md 说明每种情形。"},
    {"Write a DID's history for verifiers elsewhere", "写出 DID 的历史，供别处的验证者使用"},
    {"Write keys, heads, ledgers and openings to one sealed file",
     "把密钥、日志头、账本和开启信息写入一个封存文件"},
    {"Write the log as static files", "把日志写成静态文件"},
    {"Write the proof that a document was anchored", "写出文件已存证的证明"},
    {"Writes everything of your home to one file, sealed by the key store's passphrase or by one "
     "of\n"
     "its own. Others may write to the ledgers meanwhile. With --verify, opens a backup and "
     "checks\n"
     "every byte and every ledger in it; nothing in your home is changed.",
     "把您主文件夹的全部内容写入一个文件，以密钥库口令或其自身口令封存。\n"
     "期间他人可以写账本。用 --verify 时，打开备份并检查\n"
     "其中每个字节和每个账本；不改动您主文件夹的任何内容。"},
    {"Writes one JSON file that proves, offline and without this ledger, what was anchored. Name "
     "it by\n"
     "its commitment, by the document or by your own key.\n"
     "Only you may read it (0600): it holds salts, and the fields that it shows.",
     "写出一个 JSON 文件，离线且不靠此账本即可证明存证内容。\n"
     "可用其承诺值、文件或您的键指定。\n"
     "只有您可以读取它（0600）：它含有盐和它所显示的字段。"},
    {"Writes one JSON file with the DID's history, its proofs, the signed head and the log's\n"
     "statement that nothing newer exists. Whoever has it can verify without this ledger.",
     "写出一个 JSON 文件，含 DID 的历史、其证明、已签名的日志头，以及日志\n"
     "关于没有更新内容的声明。持有者无需此账本即可验证。"},
    {"Writes the ledger's log as static tiles (C2SP tlog-tiles, specs/log-export.md) that any web"
     "\n"
     "server can hand out and anybody can verify, or extends an earlier export of it. A folder "
     "that\n"
     "holds another log or another history is refused and left as it is.",
     "把账本的日志写成静态分块（C2SP tlog-tiles，specs/log-export.md），任何网页服务器都可提供，"
     "\n"
     "任何人都可验证；或延续较早的导出。\n"
     "含有另一日志或另一历史的文件夹会被拒绝并保持原样。"},
    {"a DID export to read from", "要读取的 DID 导出"},
    {"a DID export to resolve from", "用于解析的 DID 导出"},
    {"a DID export, when the issuer's ledger is not here", "颁发者的账本不在此处时的 DID 导出"},
    {"a context that is not bundled", "未内置的上下文"},
    {"a copy of a ledger's folder instead of a ledger here", "账本文件夹的副本，代替此处的账本"},
    {"a copy of the document, - for standard input", "文件的副本，- 表示标准输入"},
    {"a document, - for standard input; or use --folder or --jsonl",
     "文件，- 表示标准输入；或用 --folder 或 --jsonl"},
    {"a field, or all below it, that the proof shall not show",
     "证明不应显示的字段，或其下的全部字段"},
    {"a folder that deed log export wrote instead of a ledger here",
     "由 deed log export 写成的文件夹，代替此处的账本"},
    {"a head that others hold, with --adopt-heads", "他人持有的日志头，与 --adopt-heads 合用"},
    {"a key of the key store", "密钥库中的密钥"},
    {"a log trusted with --evidence: verifier key or network",
     "与 --evidence 合用的受信任日志：验证密钥或网络"},
    {"a name such as files, or a URI", "名称（例如 files）或 URI"},
    {"a noun, a command, an error code, or \"codes\" for all of these",
     "名词、命令、错误码，或用 \"codes\" 列出全部错误码"},
    {"a public key, as publicKeyMultibase", "以 publicKeyMultibase 表示的公钥"},
    {"a signed operation, - for standard input", "已签名的操作，- 表示标准输入"},
    {"accept a key that the issuer does not control", "接受不受颁发者控制的密钥"},
    {"add what is missing to what is here", "只加入此处缺少的内容"},
    {"also the commitments of evidence batches", "同时包含证据批次的承诺值"},
    {"an evidence proof over this file: when it existed", "针对此文件的存证证明：它何时存在"},
    {"an unsigned credential, - for standard input; or use --claims",
     "未签名的凭证，- 表示标准输入；或用 --claims"},
    {"anchor JSON field by field, so that fields can be withheld later",
     "按字段存证 JSON，以便日后隐去字段"},
    {"anchor every file below this folder; links are not followed",
     "存证此文件夹下的每个文件；不跟随链接"},
    {"anchor what each line names: {\"path\": …} or ready digests; - for stdin",
     "存证每行所指的内容：{\"path\": …} 或现成的摘要；- 表示标准输入"},
    {"any did:key or did:weid, with ?versionId= or ?versionTime= if wanted",
     "任意 did:key 或 did:weid，需要时带 ?versionId= 或 ?versionTime="},
    {"as `deed evidence anchor` printed it; or the document itself",
     "`deed evidence anchor` 打印的承诺值；或文件本身"},
    {"as it was added", "加入时所用的标识"},
    {"ask for a passphrase of the backup's own", "询问备份自身的口令"},
    {"at most so many (1000)", "最多这么多（1000）"},
    {"at most so many (default: 100)", "最多这么多（默认 100）"},
    {"bring missing entries back from a copy of the ledger's folder",
     "从账本文件夹的副本取回缺失的条目"},
    {"check this backup instead, as restoring it would", "改为检查此备份，如同恢复时一样"},
    {"claims to wrap into a new credential", "要包装成新凭证的声明"},
    {"commit to a fresh key, which alone can take over after this one",
     "承诺一个新生成的密钥，此后只有它能接管"},
    {"commit to a further key, NAME.controller-2, which alone can take over",
     "承诺另一个密钥 NAME.controller-2，只有它能接管"},
    {"commit to this key of the store; made if there is none",
     "承诺密钥库中的这个密钥；没有则生成"},
    {"confirm: nobody can undo it", "确认：任何人都无法撤销"},
    {"count evidence also from the log of the issuer's DID", "也接受来自颁发者 DID 所在日志的证据"},
    {"cryptosuite (default: what fits the key)", "密码套件（默认按密钥选择）"},
    {"declare in the log, for ever, that signed entries are lost",
     "在日志中永久声明已签名的条目丢失"},
    {"do not ask this check; the report says so", "不作此项检查；报告会说明"},
    {"documents a signed operation, with --folder and --jsonl (10000)",
     "与 --folder 和 --jsonl 合用：每个签名操作的文件数（10000）"},
    {"drop what is damaged behind the last signed head", "丢弃最后一个已签名日志头之后的损坏内容"},
    {"ed25519 (default), p256 or secp256k1", "ed25519（默认）、p256 或 secp256k1"},
    {"explain the command", "说明该命令"},
    {"for the keys NAME.controller and NAME.assertion (default: default)",
     "密钥 NAME.controller 和 NAME.assertion 的名称（默认 default）"},
    {"from when on others may have known it", "自何时起他人可能已知道它"},
    {"go on after an earlier page, as that page told", "从较早一页之后继续，如该页所示"},
    {"how old a DID export may be (default: 30)", "DID 导出允许的最大天数（默认 30）"},
    {"judge as of a past moment, such as 2026-11-22T02:40:35Z",
     "按过去的时刻判定，例如 2026-11-22T02:40:35Z"},
    {"make the repairs that lose nothing", "进行不丢失任何内容的修复"},
    {"of the key: a-z, 0-9, '.', '_', '-'", "密钥的名称：a-z、0-9、'.'、'_'、'-'"},
    {"or a key of the key store", "或密钥库中的密钥"},
    {"or any public key, as publicKeyMultibase", "或任意公钥，以 publicKeyMultibase 表示"},
    {"print one JSON document instead of text", "打印一个 JSON 文档，而不是文本"},
    {"print only how many there are", "只打印数量"},
    {"print the log's verifier key instead, for others to pin",
     "改为打印日志的验证密钥，供他人固定"},
    {"prove the document that was anchored under your own key", "证明以您的键存证的文件"},
    {"read it from an open descriptor", "从已打开的描述符读取"},
    {"read the backup's own passphrase from a private file", "从私有文件读取备份自身的口令"},
    {"read the key store's passphrase from a private file", "从私有文件读取密钥库口令"},
    {"record the last signed head of the folder, where no record of heads is",
     "在没有日志头记录之处，记录文件夹中最后一个已签名的日志头"},
    {"replace the file if it exists", "若文件已存在则替换"},
    {"sign the creation for a ledger that is elsewhere; see did submit",
     "为别处的账本签署创建操作；见 did submit"},
    {"stop at the first document that cannot be anchored", "在第一份无法存证的文件处停止"},
    {"tell on stderr what is being done", "在标准错误上说明正在做什么"},
    {"tell what would be anchored, and do nothing", "说明会存证什么，但不执行"},
    {"the DID, or its name; may be left out when there is one only",
     "DID 或其名称；只有一个时可以省略"},
    {"the DID, or the name it was created under", "DID，或创建它时所用的名称"},
    {"the backup", "备份"},
    {"the commitment", "承诺值"},
    {"the credential, - for standard input", "凭证，- 表示标准输入"},
    {"the did:weid of another network that takes its place, for good",
     "永久取代它的、另一网络的 did:weid"},
    {"the document's SHA-256", "文件的 SHA-256"},
    {"the document's SM3", "文件的 SM3"},
    {"the document; needed unless it was anchored field by field",
     "文件；除非是按字段存证，否则必须给出"},
    {"the first entry to print, counted from 0", "要打印的第一个条目，从 0 数起"},
    {"the folder to write, or to extend", "要写入或延续的文件夹"},
    {"the issuer: a DID, or the name of one created here",
     "颁发者：DID，或在此处创建的 DID 的名称"},
    {"the last one (default: the last that the head covers)",
     "最后一个（默认为日志头涵盖的最后一个）"},
    {"the ledger to work with (default: local, or $DEED_LEDGER)",
     "要使用的账本（默认 local，或 $DEED_LEDGER）"},
    {"the log you trust: its verifier key, or its network", "您信任的日志：其验证密钥或网络"},
    {"the log's verifier key, with --export", "与 --export 合用的日志验证密钥"},
    {"the log's verifier key, with --folder", "与 --folder 合用的日志验证密钥"},
    {"the proof file, - for standard input", "证明文件，- 表示标准输入"},
    {"the version of this id, as did history lists them", "此标识的版本，如 did history 所列"},
    {"the version that held at this time", "在此时间有效的版本"},
    {"the whole new DID document, - for standard input", "完整的新 DID 文档，- 表示标准输入"},
    {"those behind this one, in the order of addresses", "此地址之后的，按地址顺序"},
    {"type of the new credential, with --claims", "与 --claims 合用：新凭证的类型"},
    {"what for, e.g. assertionMethod,authentication (default: assertionMethod)",
     "用途，例如 assertionMethod,authentication（默认 assertionMethod）"},
    {"what it is, such as LinkedDomains", "它是什么，例如 LinkedDomains"},
    {"where it is: a URI, or a JSON object or array", "它在哪里：URI，或 JSON 对象或数组"},
    {"who anchors: a DID created here, or its name", "谁来存证：在此处创建的 DID，或其名称"},
    {"whom the claims are about, with --claims", "与 --claims 合用：声明针对谁"},
    {"with --folder and --jsonl: print one JSON object a document",
     "与 --folder 和 --jsonl 合用：每份文件打印一个 JSON 对象"},
    {"with --offline: how long it can be submitted (default: 30)",
     "与 --offline 合用：多久之内可以提交（默认 30）"},
    {"with --offline: the file to write, - for standard output",
     "与 --offline 合用：要写入的文件，- 表示标准输出"},
    {"with --offline: the network of that ledger", "与 --offline 合用：该账本的网络"},
    {"write the backup to this file", "把备份写入此文件"},
    {"write to a file instead of stdout", "写入文件而不是标准输出"},
    {"your key for the documents, such as a case number; never on the ledger",
     "您给文件的键，例如案号；从不进入账本"},
    {"your own key, as given to `deed evidence anchor`",
     "您自己的键，与给 `deed evidence anchor` 的相同"},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseCommands = kRows;

}  // namespace deed::cli
