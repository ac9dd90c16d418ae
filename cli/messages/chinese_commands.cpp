#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    {"Write keys, heads, ledgers and openings to one sealed file",
     "把密钥、日志头、账本和开启信息写入一个封存文件"},
    {"Writes everything of your home to one file, sealed by the key store's passphrase or by one "
     "of\n"
     "its own. Others may write to the ledgers meanwhile. With --verify, opens a backup and "
     "checks\n"
     "every byte and every ledger in it; nothing in your home is changed.",
     "把您主文件夹的全部内容写入一个文件，以密钥库口令或其自身口令封存。\n"
     "期间他人可以写账本。用 --verify 时，打开备份并检查\n"
     "其中每个字节和每个账本；不改动您主文件夹的任何内容。"},
    {"Bring back what a backup holds", "恢复备份中的内容"},
    {"Checks the whole backup first, then puts its files in place; run it again if it was "
     "interrupted.\n"
     "Nothing is overwritten, and no head is lowered: a ledger that is older than what its key "
     "signed\n"
     "is restored, but does not open.",
     "先检查整个备份，再放置其文件；若被中断，请重新运行。\n"
     "不覆盖任何内容，也不降低任何日志头：比其密钥所签更旧的账本\n"
     "会被恢复，但打不开。"},
    {"Run primitives on JSON lines, for comparing implementations",
     "对 JSON 行运行基本操作，用于比较不同实现"},
    {"Reads one JSON object a line ({\"id\": 1, \"op\": \"jcs\", …}) and answers each with one "
     "line,\n"
     "in order and at once. A bad line is answered \"ok\": false and never ends the run. --json\n"
     "changes nothing here.",
     "每行读取一个 JSON 对象（{\"id\": 1, \"op\": \"jcs\", …}），并按顺序立即各回答一行。\n"
     "有误的行回答 \"ok\": false，且不会终止运行。\n"
     "--json 在此不起作用。"},
    {"Secure or verify with a given key, for comparing implementations",
     "用给定的密钥保护或验证，以便比较各种实现"},
    {"Writes \"result\": success, failure, indeterminate (an unknown feature, or what could not "
     "be\n"
     "judged) or error (not the input's fault), and as \"data\" the token, or what was wrong. No "
     "DID\n"
     "is resolved, and status and schema are not asked.",
     "写出 \"result\"：success、failure、indeterminate（未知的功能，或无法判断）或\n"
     "error（不是输入的过错），并在 \"data\" 中给出令牌或出错的原因。不解析任何 DID，\n"
     "也不查询状态和模式。"},
    {"Print a script that completes commands in a shell", "打印在 shell 中补全命令的脚本"},
    {"Prints a script that lets the shell complete nouns, verbs, options, files and the names of"
     "\n"
     "keys. For one session: source <(deed completion bash). For all: put it where the shell "
     "looks\n"
     "for completions, as packages do.",
     "打印一个脚本，让 shell 补全名词、动词、选项、文件和密钥名称。\n"
     "仅用于一个会话：source <(deed completion bash)。用于所有会话：\n"
     "请像软件包那样，放在 shell 查找补全脚本之处。"},
    {"Show all settings and where each came from", "显示所有设置及各自的出处"},
    {"Prints every setting with its value and who said so. A flag goes before a DEED_* variable "
     "of\n"
     "the environment, that before the profile of the configuration file, and that before the\n"
     "default.",
     "打印每个设置及其值，以及由何处决定。命令行选项优先于环境变量 DEED_*，\n"
     "环境变量优先于配置文件的配置方案，\n"
     "配置方案优先于默认值。"},
    {"Print the value of a setting", "打印一个设置的值"},
    {"Prints what holds for one setting; exit code 3 where only its default does.",
     "打印一个设置当前有效的值；若只有默认值有效，则退出码为 3。"},
    {"Change a setting in the configuration file", "更改配置文件中的一个设置"},
    {"Writes one setting into the profile that holds, or into that of --profile, which is made if"
     "\n"
     "needed. The rest of the file, comments too, stays as it was. The file is made if needed.",
     "把一个设置写入当前有效的配置方案，或 --profile 指定的配置方案，必要时创建它。\n"
     "文件的其余部分（包括注释）保持原样。必要时创建该文件。"},
    {"Say where the configuration file is", "说明配置文件在哪里"},
    {"Prints the path: $DEED_CONFIG, or else deed/config.toml in $XDG_CONFIG_HOME or ~/.config.",
     "打印其路径：$DEED_CONFIG，否则为 $XDG_CONFIG_HOME 或 ~/.config 中的 deed/config.toml。"},
    {"Sign a credential", "签署凭证"},
    {"Signs an unsigned credential, or claims wrapped into a new one. Only issuer, validFrom and"
     "\n"
     "proof are added, and only where they are absent. Prints the signed credential.\n"
     "With --format NAME of a cryptosuite, such as eddsa-rdfc-2022, the proof is of that one, "
     "else\n"
     "of the one over JSON that fits the key. With vc+jwt, the credential becomes the payload of "
     "a\n"
     "JWT instead, for which --proof-expires and --domain give exp and aud. With vc+sd-jwt, the\n"
     "holder may withhold the claims of --disclosable from a verifier: deed help credential "
     "derive.\n"
     "With jwt-vc, a credential of data model 1.1 is put into the claim vc of a JWT.",
     "签署未签名的凭证，或把声明包装成新凭证后签署。只加入 issuer、validFrom 和\n"
     "proof，且只在缺少时加入。打印已签名的凭证。\n"
     "用 --format NAME 指明密码套件（例如 eddsa-rdfc-2022）时，证明采用该套件；\n"
     "否则采用与密钥相配、针对 JSON 的套件。用 vc+jwt 时，凭证改为 JWT 的载荷，\n"
     "此时 --proof-expires 和 --domain 给出 exp 和 aud。用 vc+sd-jwt 时，持有者可以对验证者\n"
     "不出示 --disclosable 所指的声明：见 deed help credential derive。\n"
     "用 jwt-vc 时，数据模型 1.1 的凭证放入 JWT 的声明 vc 中。"},
    {"Judge a credential: good, bad, or could not judge", "判定凭证：有效、无效或无法判定"},
    {"Prints every check and the verdict. The exit code is 0 only when the verdict is good, 9 "
     "when\n"
     "it could not be judged, and else that of the worst check. Creates nothing in your home.\n"
     "With --at, judges as of a past moment by what is known today. A credential whose key was\n"
     "retired or compromised since is good only with --evidence that it existed before.",
     "打印每项检查和结论。只有结论为有效时退出码才为 0，无法判定时为 9，\n"
     "否则为最严重检查的退出码。不在您的主文件夹中创建任何内容。\n"
     "用 --at 时，以今天所知按过去的时刻判定。密钥此后停用或泄露的凭证，\n"
     "只有用 --evidence 证明它此前已存在才有效。"},
    {"Show what a credential says, without judging it", "显示凭证所述内容，不作判定"},
    {"Prints issuer, subjects, dates and proofs as the credential states them. Nothing is "
     "verified.\n"
     "With --terms, also each name and type of the credential, its own proofs apart, and what\n"
     "it stands for: an IRI, or undefined where no context says so. What an inline context\n"
     "defines is marked. With --nquads, prints instead what suites such as eddsa-rdfc-2022\n"
     "sign: its statements in canonical form (RDFC-1.0, SHA-256).",
     "打印凭证所述的颁发者、主体、日期和证明。不作任何验证。\n"
     "用 --terms 时，另列出去掉自身证明后的凭证中的每个名称和类型及其含义：\n"
     "一个 IRI，若没有上下文说明则为未定义；由内联上下文定义的会标明。\n"
     "用 --nquads 时，结果改为 eddsa-rdfc-2022 等套件所签署的内容：\n"
     "规范形式的陈述（RDFC-1.0，SHA-256）。"},
    {"Show a part of a credential, as its holder", "以持有者身份出示凭证的一部分"},
    {"Prints the credential with those claims alone that --disclose names, by JSON Pointer, "
     "beside\n"
     "those that its issuer lets nobody withhold; the issuer's signature stays good. With "
     "--domain\n"
     "and --challenge, it is signed for that verifier with the holder's key, which the issuer "
     "must\n"
     "have put into it (--holder-key). `deed credential inspect` lists what can be withheld. A\n"
     "verifier judges it with `deed credential verify`, and the same domain and challenge.",
     "打印凭证，其中只有 --disclose 以 JSON Pointer 指明的声明，以及颁发者规定\n"
     "任何人都必须出示的声明；颁发者的签名仍然有效。用 --domain 和 --challenge 时，\n"
     "以持有者的密钥为该验证者签名，该密钥须已由颁发者写入凭证（--holder-key）。\n"
     "`deed credential inspect` 列出哪些内容可以不出示。\n"
     "验证者用 `deed credential verify` 以及相同的域和质询判定它。"},
    {"Add a further signature to a credential", "给凭证再加一个签名"},
    {"Adds a proof to a credential that is signed already; nothing else changes. Without "
     "--previous\n"
     "the signatures stand beside each other, and anybody can take one out again. With it the new"
     "\n"
     "one is over the named proofs too, and is bad without them. Signs only what is good so far."
     "\n"
     "A verifier names with --signer who must have signed.",
     "给已签名的凭证加入一个证明；其他内容不变。不带 --previous 时各签名并列，\n"
     "任何人都可以再取走其中一个。带 --previous 时，新签名也涵盖所指的证明，\n"
     "缺少它们即无效。只对至此有效的内容签名。\n"
     "验证者用 --signer 指明谁必须签过名。"},
    {"Make keys, start the ledger if needed, register a DID", "生成密钥，必要时启动账本，登记 DID"},
    {"Makes a secp256k1 key that controls the DID and an Ed25519 key that signs credentials, or "
     "SM2\n"
     "keys for both with --sm; starts the embedded ledger if there is none, registers the DID "
     "there\n"
     "and prints it. After an interruption the same command goes on where it stopped. With\n"
     "--pre-rotate, whoever steals the controller key can neither take the DID over nor end it. "
     "With\n"
     "--offline, nothing is registered: the operator of the ledger does it with\n"
     "`deed did submit FILE`. With --method webvh, writes did.jsonl into the folder of --out, to "
     "be\n"
     "published at the place of --domain. With --method key or jwk, prints the did:key or "
     "did:jwk of\n"
     "a key that is there; nothing is made or registered.",
     "生成控制 DID 的 secp256k1 密钥和签署凭证的 Ed25519 密钥，\n"
     "用 --sm 时两者都是 SM2 密钥；若没有内嵌账本则启动一个，在那里登记 DID 并打印它。\n"
     "被中断后，同一命令会从停下之处继续。用 --pre-rotate 时，\n"
     "盗得控制密钥者既不能接管也不能终止该 DID。用 --offline 时不登记任何内容：\n"
     "由账本的运营者用 `deed did submit FILE` 登记。\n"
     "用 --method webvh 时，把 did.jsonl 写入 --out 的文件夹，供发布在 --domain 所指之处。\n"
     "用 --method key 或 jwk 时，打印已有密钥的 did:key 或 did:jwk；\n"
     "不生成也不登记任何内容。"},
    {"Print the DID document of a DID", "打印 DID 的 DID 文档"},
    {"Resolves did:key, did:jwk, did:peer, did:pkh, did:weid on the ledgers here or from an "
     "export,\n"
     "did:ethr on the configured chains, and did:web and did:webvh from the web. With --json, prints\n"
     "the whole DID resolution result. A deactivated DID ends with exit code 12. An earlier version is\n"
     "asked for by its id or by a time; a time in whole seconds means the end of that second.",
     "解析 did:key、did:jwk、did:peer、did:pkh，此处账本上或来自导出的 did:weid，\n"
     "已配置的链上的 did:ethr，以及来自网络的 did:web 和 did:webvh。\n"
     "用 --json 时打印完整的 DID 解析结果。已停用的 DID 以退出码 12 结束。\n"
     "较早的版本按其标识或时间索取；以整秒表示的时间指该秒结束之时。"},
    {"Replace a DID's document", "替换 DID 的文档"},
    {"Replaces the keys and services of a did:weid by those of a new document, signed by its\n"
     "controller. Start from what `deed did resolve` prints. With --log, adds a version to the "
     "log of\n"
     "a did:webvh; publish the folder's files again.",
     "用新文档的密钥和服务替换 did:weid 的密钥和服务，由其控制者签名。\n"
     "请以 `deed did resolve` 打印的内容为起点。用 --log 时，为 did:webvh 的日志\n"
     "加入一个版本；请重新发布该文件夹中的文件。"},
    {"Write a DID's history for verifiers elsewhere", "写出 DID 的历史，供别处的验证者使用"},
    {"Writes one JSON file with the DID's history, its proofs, the signed head and the log's\n"
     "statement that nothing newer exists. Whoever has it can verify without this ledger.",
     "写出一个 JSON 文件，含 DID 的历史、其证明、已签名的日志头，以及日志\n"
     "关于没有更新内容的声明。持有者无需此账本即可验证。"},
    {"Print what a DID URL names", "打印 DID URL 所指的内容"},
    {"Prints the verification method or service that the fragment names, or the URLs of the "
     "service\n"
     "that ?service= or ?serviceType= selects, with &relativeRef= resolved below them; "
     "?versionId= and\n"
     "?versionTime= look into an earlier document. Nothing is fetched from those URLs. With "
     "--json,\n"
     "prints the whole DID URL dereferencing result.",
     "打印片段所指的验证方法或服务，或者 ?service= 或 ?serviceType= 所选服务的 URL，\n"
     "其下按 &relativeRef= 解析；?versionId= 和 ?versionTime= 查看较早的文档。\n"
     "不会访问这些 URL。用 --json 时打印\n"
     "完整的 DID URL 解引用结果。"},
    {"List a key in a DID's document", "把密钥列入 DID 文档"},
    {"Adds a public key to the document of a did:weid, or gives a listed one further uses or\n"
     "another time of expiry. The operation is signed by the DID's controller.",
     "把公钥加入 did:weid 的文档，或为已列出的公钥增加用途或另定过期时间。\n"
     "该操作由 DID 的控制者签名。"},
    {"Retire a key of a DID", "停用 DID 的密钥"},
    {"Takes a public key out of the document. What it signed while it was listed stays good, as "
     "far\n"
     "as the time of signing can be proved. For a key that others may know, use compromise-key.",
     "把公钥从文档移除。它在列期间所签的内容，在签名时间能够证明的范围内\n"
     "仍然有效。对他人可能知道的密钥，请用 compromise-key。"},
    {"Declare that others may know a key", "声明他人可能知道某个密钥"},
    {"Takes a public key out of the document and declares that what it signed since TIME proves\n"
     "nothing. Nobody can undo this, and the key can never be listed again.",
     "把公钥从文档移除，并声明它自 TIME 起所签的内容不证明任何事。\n"
     "任何人都无法撤销，该密钥也永远不能再列入。"},
    {"List a service in a DID's document", "把服务列入 DID 文档"},
    {"Adds a service, with its type and endpoint, to the document of a did:weid. All the world "
     "can\n"
     "read it for ever: no names of people, no private addresses.",
     "把一个服务及其类型和端点加入 did:weid 的文档。\n"
     "全世界永远可以读到：不要写人名和私人地址。"},
    {"Take a service out of a DID's document", "从 DID 文档移除服务"},
    {"Removes the service of this id. Earlier versions of the document keep it.",
     "移除这个标识的服务。文档的较早版本仍保留它。"},
    {"List the DIDs of a ledger", "列出账本上的 DID"},
    {"Prints every DID of the ledger, in the order of addresses; behind those that were created "
     "here\n"
     "stands their name. Deactivated and moved ones are listed too.",
     "按地址顺序打印账本的每个 DID；在此处创建的 DID 之后\n"
     "附有其名称。已停用和已迁移的也会列出。"},
    {"Find the DIDs of a key", "查找某个密钥的 DID"},
    {"Prints the DIDs of the ledger that the key controls, and those whose document lists it "
     "now. All\n"
     "documents are read for it.",
     "打印账本上由该密钥控制的 DID，以及现在文档列有该密钥的 DID。\n"
     "为此会读取所有文档。"},
    {"Write what a signer without a ledger needs", "写出不连账本的签名者所需的内容"},
    {"Writes one JSON file with what the next operation of a did:weid is signed for: its number,\n"
     "its controller, its document, and the contract of a chain. Whoever has the key signs on it\n"
     "with --sign-only, without a node and without an account that pays, for seven days. Without a\n"
     "DID, the file is what the creation of one is signed for.",
     "写出一个 JSON 文件，说明 did:weid 的下一个操作是为何而签署的：\n"
     "其序号、控制者、文档，以及链上的合约。持有密钥者在七天之内\n"
     "用 --sign-only 据此签名，无需节点，也无需付费的账户。\n"
     "不给出 DID 时，该文件是创建 DID 所依据的内容。"},
    {"Record an operation that its subject signed", "记录由其主体签名的操作"},
    {"Records a signed operation of a did:weid on the ledger here, after verifying all of it. It "
     "must\n"
     "be meant for this ledger, be in its place and not have expired. Submitting it again changes"
     "\n"
     "nothing.",
     "验证 did:weid 的已签名操作的全部内容后，把它记录到此处的账本。\n"
     "它必须是为此账本制作、位于其应在之处且未过期。重复提交\n"
     "不会改变任何内容。"},
    {"Give a DID another controller key", "给 DID 换控制密钥"},
    {"Makes a new key of the controller's type, NAME.controller-2 and so on, and lets it control "
     "the\n"
     "DID; where the document lists the old one, the new one takes its place. Where the DID "
     "committed\n"
     "to its next key, that key takes over, and the old one, stolen or lost, has no say. The DID "
     "stays\n"
     "the same. With --log, the update key of a did:webvh is a new one, NAME.update-2 and so on.",
     "生成与控制密钥同类型的新密钥 NAME.controller-2 等，并让它控制该 DID；\n"
     "文档中列出旧密钥之处由新密钥取代。若 DID 已承诺下一个密钥，\n"
     "则由该密钥接管，被盗或丢失的旧密钥无权过问。DID 保持不变。\n"
     "用 --log 时，did:webvh 的更新密钥换为新密钥 NAME.update-2 等。"},
    {"Deactivate a DID for good", "永久停用 DID"},
    {"Ends a did:weid. Its keys verify nothing from then on; nobody can undo this. Where the DID"
     "\n"
     "committed to its next key, that key signs. With --log, ends a did:webvh.",
     "终止一个 did:weid。此后其密钥不再验证任何内容；任何人都无法撤销。\n"
     "若 DID 已承诺下一个密钥，则由该密钥签名。用 --log 时，终止一个 did:webvh。"},
    {"Name the DID of another ledger that takes its place", "指明另一账本上取代它的 DID"},
    {"Ends the changes to a did:weid for good. It keeps its last document, and whoever resolves "
     "it\n"
     "sees the new DID as canonicalId. Create that one first. Where the DID committed to its next"
     "\n"
     "key, that key signs. With --log and --domain, a portable did:webvh moves to another place "
     "on\n"
     "the web; publish its files there.",
     "永久终止对 did:weid 的更改。它保留最后的文档，解析者会看到\n"
     "作为 canonicalId 的新 DID。请先创建新的 DID。若 DID 已承诺下一个密钥，\n"
     "则由该密钥签名。用 --log 和 --domain 时，可迁移的 did:webvh 迁移到\n"
     "网络上的另一处；请在那里发布其文件。"},
    {"List a DID's versions", "列出 DID 的各版本"},
    {"Prints each version with its id, the time the ledger's operator claims for it and what "
     "made it,\n"
     "and the keys that were declared compromised. With --json, with every document.",
     "打印每个版本的标识、账本运营者所称的时间和产生它的操作，\n"
     "以及已声明泄露的密钥。用 --json 时包含每份文档。"},
    {"Approve of the last version of a did:webvh", "认可 did:webvh 的最后一个版本"},
    {"Verifies the log in a folder and adds the witness' proof for its last version to\n"
     "did-witness.json there. Look at what the version says before: the proof approves of it and "
     "of\n"
     "all before it. The log's owner publishes did-witness.json before did.jsonl.",
     "验证文件夹中的日志，并把见证者对其最后一个版本的证明加入\n"
     "该处的 did-witness.json。请事先查看该版本的内容：证明认可该版本\n"
     "及其之前的所有版本。日志的所有者先发布 did-witness.json，再发布 did.jsonl。"},
    {"Write the proof that a document was anchored", "写出文件已存证的证明"},
    {"Writes one JSON file that proves, offline and without this ledger, what was anchored. Name "
     "it by\n"
     "its commitment, by the document or by your own key.\n"
     "Only you may read it (0600): it holds salts, and the fields that it shows.",
     "写出一个 JSON 文件，离线且不靠此账本即可证明存证内容。\n"
     "可用其承诺值、文件或您的键指定。\n"
     "只有您可以读取它（0600）：它含有盐和它所显示的字段。"},
    {"Judge a proof offline: good, bad, or could not judge", "离线判定证明：有效、无效或无法判定"},
    {"Checks a proof against the document, from these two files alone. Name the log you "
     "trust with\n"
     "--log; without it the verdict cannot be better than \"could not judge\". With --mirror, "
     "also\n"
     "asks whether the log that its operator publishes goes on from the proof.\n"
     "What a chain says of a proof (`deed evidence strengthen`) is judged by a block's hash "
     "and the\n"
     "contract that you trust, or by a node of the chain, which is asked with --network, and "
     "by\n"
     "the account that opened the log there. With --cosigned-by, a group must have co-signed "
     "the\n"
     "checkpoint there.\n"
     "Prints the fields that the proof shows, unless it is bad.",
     "仅凭这两个文件，对照文档检查证明。请用 --log 指定您信任的日志；\n"
     "否则结论至多为“无法判断”。用 --mirror 时，还会询问运营者发布的\n"
     "日志是否由此证明延续。证明中链上的部分（`deed evidence strengthen`）\n"
     "凭区块哈希和您信任的合约判断，或用 --network 询问链上的节点，\n"
     "并凭在链上开立该日志的账户判断。用 --cosigned-by 时，须有一个组\n"
     "在链上共签过该检查点。\n"
     "除非证明无效，否则打印它所出示的字段。"},
    {"Anchor documents in the ledger without showing them", "把文件存证到账本而不公开文件"},
    {"Commits to each document with a fresh salt, keeps the salt sealed in your home, and "
     "anchors the\n"
     "commitments in signed entries. Prints one commitment a document; with --folder or "
     "--jsonl one\n"
     "line a document: status, commitment, position in the ledger, index in its entry, name.\n"
     "A document that was anchored before, under the same key, is not anchored again; a run "
     "that was\n"
     "interrupted is completed by running it again. Exits by the first document that failed.\n"
     "With --unlinked a chain's account anchors the files' commitments, linked to nothing "
     "before or\n"
     "after, and the evidence of each file is written to --out.",
     "用新的盐对每个文档作出承诺，把盐密封保存在您的主文件夹中，并以\n"
     "已签名的条目为承诺存证。每个文档打印一个承诺；用 --folder 或 --jsonl 时\n"
     "每个文档一行：状态、承诺、在账本中的位置、在条目中的序号、名称。\n"
     "以前以同一键存证过的文档不会再次存证；被中断的运行，再次运行即可\n"
     "完成。退出码由首个失败的文档决定。用 --unlinked 时，由链上账户为文件的\n"
     "承诺存证，与前后均无链接，每个文件的存证写入 --out。"},
    {"List the documents whose openings are kept here", "列出此处保存了开启信息的文件"},
    {"Prints one a line: commitment, status (anchored, pending, or unknown where it was kept "
     "without\n"
     "being anchored here), when it was kept, your own key, name. In the order in which they "
     "were kept.",
     "每行打印一份：承诺值、状态（anchored 已存证、pending 待存证，unknown 表示保存时未在此处存证）、"
     "\n"
     "保存时间、您的键、名称。按保存的顺序。"},
    {"Find what was anchored of a document, or under a key of yours",
     "按文件或按您的键查找存证内容"},
    {"Looks in the sealed index of this home, not on the ledger. What is given must all hold; "
     "several\n"
     "can be found. Prints what `deed evidence list` prints.",
     "在此主文件夹的封存索引中查找，而不是在账本上。所给条件须全部符合；\n"
     "可能找到多份。打印内容与 `deed evidence list` 相同。"},
    {"Explain a command or an error code", "说明命令或错误码"},
    {"Without a topic, lists the commands.", "不带主题时列出各命令。"},
    {"Make a key pair and seal its private half", "生成密钥对并封存其私钥部分"},
    {"Makes a key in the key store and prints its did:key. The first key makes the store and asks"
     "\n"
     "for a new passphrase.",
     "在密钥库中生成密钥并打印其 did:key。第一个密钥会创建密钥库，\n"
     "并要求设定新口令。"},
    {"Give a name to a key that is elsewhere", "给位于别处的密钥取名"},
    {"Looks at the key at a reference and remembers under NAME where it is and which one it is, "
     "so\n"
     "that every command finds it. A reference says where a private key is: pkcs11: and an RFC "
     "7512\n"
     "URI with module-path for a hardware token, remote: for a signer in another process, file: "
     "for\n"
     "a private file, store: or nothing before the name of a key that has one. Every option that"
     "\n"
     "takes a key takes a reference. With the same NAME and key, the new reference replaces the "
     "old.",
     "查看引用所指的密钥，并以 NAME 记住它在哪里、是哪个密钥，\n"
     "使每个命令都能找到它。引用说明私钥在哪里：\n"
     "pkcs11: 即带 module-path 的 RFC 7512 URI，表示硬件令牌；\n"
     "remote: 表示另一进程中的签名服务；file: 表示私有文件；\n"
     "store:（或不带前缀）后接密钥名称，表示已有名称的密钥。凡是接受密钥的选项都接受引用。\n"
     "NAME 和密钥相同时，新引用取代旧引用。"},
    {"List the keys of the key store", "列出密钥库中的密钥"},
    {"Prints name, type and public key of each key, and where it is if\n"
     "not in the key store. Needs no passphrase.",
     "打印每个密钥的名称、类型和公钥；不在密钥库中的，还打印它在哪里。\n"
     "不需要口令。"},
    {"Show the public half of a key", "显示密钥的公钥部分"},
    {"Prints a key's public half as Multikey and did:key, with --json also as JWK.\n"
     "Needs no passphrase.",
     "以 Multikey 和 did:key 打印密钥的公钥部分，用 --json 时还有 JWK。\n"
     "不需要口令。"},
    {"Change the passphrase of the key store", "更改密钥库口令"},
    {"Asks for the present passphrase and for the new one. Keys and whatever the store sealed "
     "stay as\n"
     "they are; an interruption leaves either the old passphrase or the new one.",
     "询问现有口令和新口令。密钥和密钥库封存的一切保持不变；\n"
     "若被中断，有效的不是旧口令就是新口令。"},
    {"Succeed a key by a new one", "以新密钥接替密钥"},
    {"Makes a key of the same type, NAME.2 (then NAME.3), and prints its name. Where a document "
     "of a\n"
     "DID that is controlled here lists the old key, the new one takes its place for the same "
     "uses.\n"
     "After an interruption, run it again with --new-key NAME.2: it goes on where it stopped.",
     "生成同类型的密钥 NAME.2（然后是 NAME.3），并打印其名称。在此处控制的 DID，\n"
     "其文档列出旧密钥之处由新密钥以相同用途取代。\n"
     "被中断后请加 --new-key NAME.2 再次运行：会从停下之处继续。"},
    {"Sign for other processes, which never see the keys", "为其他进程签名，而它们永远见不到密钥"},
    {"Opens the keys once, asking for the passphrase, and signs for processes that connect to the"
     "\n"
     "socket, by the protocol of specs/remote-signer.md. Those name a key as\n"
     "remote:unix:PATH#NAME. Only processes of your own user, and of those allowed, are served. "
     "Each\n"
     "request is told on stderr, with the SHA-256 of what was signed. Ends on SIGINT and SIGTERM.",
     "询问口令，一次性打开密钥，并按 specs/remote-signer.md 的协议\n"
     "为连接到该套接字的进程签名。这些进程以 remote:unix:PATH#NAME 指明密钥。\n"
     "只为您本人的用户和获准用户的进程服务。\n"
     "每个请求连同所签内容的 SHA-256 都在标准错误上说明。\n"
     "收到 SIGINT 和 SIGTERM 时结束。"},
    {"Take a private key of another program into the key store", "把其他程序的私钥收入密钥库"},
    {"Reads one private key, seals it in the key store and prints its did:key. The form is told "
     "by the\n"
     "file: PEM or DER (PKCS#8, also encrypted by PBES2; SEC1), a JWK, or a Multikey.",
     "读取一个私钥，封存到密钥库并打印其 did:key。形式由文件判断：PEM 或 DER\n"
     "（PKCS#8，也可以 PBES2 加密；SEC1）、JWK 或 Multikey。"},
    {"Give a key out for another program", "导出密钥供其他程序使用"},
    {"Prints the public half of a key; needs no passphrase. The private half leaves the key "
     "store with\n"
     "--reveal-secret only, and best with --out and --encrypt (PKCS#8: PBES2, AES-256).",
     "打印密钥的公钥部分；不需要口令。私钥部分只有用 --reveal-secret 才会离开密钥库，\n"
     "最好与 --out 和 --encrypt 合用（PKCS#8：PBES2、AES-256）。"},
    {"Print the ledger's latest signed head", "打印账本最新的已签名日志头"},
    {"Prints the signed head (C2SP tlog-checkpoint) of the ledger, after checking the ledger. "
     "With\n"
     "--key, prints the log's verifier key: give it to those who shall verify your evidence.",
     "检查账本之后，打印其已签名的日志头（C2SP tlog-checkpoint）。\n"
     "用 --key 时打印日志的验证密钥：请交给要验证您证据的各方。"},
    {"List the ledgers here", "列出此处的账本"},
    {"Opens every ledger of this home and prints its alias, network, number of entries, origin, "
     "and\n"
     "when its last entry was accepted, by its own clock. One that cannot be opened is listed "
     "with\n"
     "the reason, and gives the exit code.",
     "打开此主文件夹的每个账本，打印其别名、网络、条目数、来源，以及按其自身时钟\n"
     "最后条目被接受的时间。打不开的账本连同原因列出，\n"
     "并决定退出码。"},
    {"List what a ledger recorded", "列出账本记录的内容"},
    {"Prints one line for each entry: number, time of acceptance by the operator's clock, what "
     "was\n"
     "done, for which identifier, its sequence number and the operation's hash.",
     "每个条目打印一行：序号、按运营者时钟的接受时间、所作操作、\n"
     "针对的标识、其序号和操作的哈希。"},
    {"Write the log as static files", "把日志写成静态文件"},
    {"Writes the ledger's log as static tiles (C2SP tlog-tiles, specs/log-export.md) that any web"
     "\n"
     "server can hand out and anybody can verify, or extends an earlier export of it. A folder "
     "that\n"
     "holds another log or another history is refused and left as it is. Others resolve DIDs from"
     "\n"
     "it with --mirror; state the time again and again, so that they know how old it is.",
     "把账本的日志写成静态分块（C2SP tlog-tiles，specs/log-export.md），任何网页服务器\n"
     "都可提供，任何人都可验证；或延续较早的导出。含有另一日志或另一历史的文件夹\n"
     "会被拒绝并保持原样。他人用 --mirror 从中解析 DID；\n"
     "请经常重新声明时间，使他们知道导出有多旧。"},
    {"Tell what is wrong with a ledger, and repair it", "说明账本的问题并修复它"},
    {"Without options: prints a diagnosis and changes nothing; exits with 15 if anything is "
     "wrong.\n"
     "Each repair is an option of its own, does one thing, and keeps every file that it replaces."
     "\n"
     "Have a copy of the ledger's folder before you begin. specs/journal.md explains each case.",
     "不带选项：打印诊断且不改动任何内容；若有问题则以 15 退出。\n"
     "每种修复是单独的选项，只做一件事，并保留所替换的每个文件。\n"
     "开始之前请备有账本文件夹的副本。specs/journal.md 说明每种情形。"},
    {"Hand the ledger's log over to a new key", "把账本的日志移交给新密钥"},
    {"Makes a new key in the store and records, signed by the old key and the new one, that it "
     "signs\n"
     "the log from now on; prints the new verifier key. The network and all DIDs stay, and "
     "whoever\n"
     "pinned the first key or the network can go on. After an interruption, run it again.",
     "在密钥库中生成新密钥，并记录此后由它签署日志，由新旧密钥共同签名；\n"
     "打印新的验证密钥。网络和所有 DID 保持不变，\n"
     "固定了第一个密钥或网络的各方可以照常使用。被中断后请重新运行。"},
    {"Check every entry of a ledger", "检查账本的每个条目"},
    {"Reads the whole ledger, checks every frame, entry, signature and head, applies every rule "
     "to\n"
     "every entry from the first on, and compares with the heads this home remembers. With "
     "--folder\n"
     "and --log, checks a copy against a pinned key; with --export and --key, exported tiles.",
     "读取整个账本，检查每个帧、条目、签名和日志头，从第一个条目起逐条应用全部规则，\n"
     "并与此主文件夹记得的日志头比较。用 --folder 和 --log 时，\n"
     "按固定的密钥检查副本；用 --export 和 --key 时，检查导出的分块。"},
    {"Make a challenge for a holder to answer", "生成供持有者回应的质询"},
    {"Prints a random text that is good for one presentation to this domain, within the time. "
     "Give\n"
     "it to one holder, and verify the answer with --challenge-store. It is kept in your home,\n"
     "where restoring a backup forgets it: an old challenge is never good again.",
     "打印一段随机文本，在该时间之内，对向此域所作的一次展示有效。\n"
     "请把它交给一个持有者，并用 --challenge-store 验证其回应。它保存在您的主文件夹中，\n"
     "恢复备份会使其中的质询被遗忘：旧质询永远不会再次有效。"},
    {"Present credentials to a verifier, as their holder", "以持有者身份向验证者展示凭证"},
    {"Signs a presentation of the credentials for one verifier, with a key that the holder's DID"
     "\n"
     "lists for authentication. It is good for a few minutes. The credentials are not verified.",
     "为一个验证者签署凭证的展示，所用密钥由持有者的 DID 列为 authentication 用途。\n"
     "有效期为几分钟。不验证这些凭证。"},
    {"Judge a presentation and every credential in it", "判定展示及其中的每份凭证"},
    {"Prints the checks of the presentation, those of each credential, and one verdict over all."
     "\n"
     "Exit codes are those of `deed credential verify`. Say with --domain who you are, and give\n"
     "--challenge-store where you made the challenge here: it is used up, durably, before the\n"
     "verdict good is printed, and no second presentation to it is good. Whatever else is not "
     "good\n"
     "leaves the challenge open.",
     "打印展示的各项检查、每份凭证的各项检查，以及一个总的结论。\n"
     "退出码与 `deed credential verify` 相同。请用 --domain 说明您是谁；\n"
     "若质询是在此处生成的，请给出 --challenge-store：在打印有效的结论之前，\n"
     "该质询即被持久地用尽，对它的第二次展示不会有效。\n"
     "若有其他内容并非有效，则质询仍可使用。"},
    {"Show what a presentation says, without judging it", "显示展示所述内容，不作判定"},
    {"Prints holder, credentials and proofs as the presentation states them. Nothing is verified."
     "\n"
     "With --terms, also each name and type of the presentation, its own proofs apart, and what\n"
     "it stands for: an IRI, or undefined where no context says so. What an inline context\n"
     "defines is marked. With --nquads, prints instead what suites such as eddsa-rdfc-2022\n"
     "sign: its statements in canonical form (RDFC-1.0, SHA-256).",
     "打印展示所述的持有者、凭证和证明。不作任何验证。\n"
     "用 --terms 时，另列出去掉自身证明后的展示中的每个名称和类型及其含义：\n"
     "一个 IRI，若没有上下文说明则为未定义；由内联上下文定义的会标明。\n"
     "用 --nquads 时，结果改为 eddsa-rdfc-2022 等套件所签署的内容：\n"
     "规范形式的陈述（RDFC-1.0，SHA-256）。"},
    {"Put the registry contracts on a chain", "把注册合约部署到链上"},
    {"Deploys the seven contracts, holds the code of each against what this program carries, and"
     "\n"
     "prints their addresses, the gas, what it cost, and the name of the new network. Nobody has "
     "a\n"
     "right over them afterwards but the owner of the Directory, who can announce successors. "
     "What\n"
     "was done is recorded before it is sent: run again after an interruption, the same command "
     "goes\n"
     "on, and nothing is deployed twice.",
     "部署七个合约，把每个合约的代码与本程序所带的代码核对，\n"
     "并打印合约的地址、gas、费用和新网络的名称。此后除目录合约的所有者外，\n"
     "没有人对它们有任何权利；目录合约的所有者可以公布后继合约。\n"
     "每一步在发送之前都先记录：被中断后再次运行同一命令，\n"
     "会从停下之处继续，不会重复部署任何合约。"},
    {"Move all DIDs to another network", "将所有 DID 迁往另一个网络"},
    {"Creates each DID that is controlled here on the network TO, with the same keys and services,\n"
     "and then names the new one as the successor of the old, for good. Every step is in a work list\n"
     "before it is done: run again after an interruption, it goes on and does nothing twice. With\n"
     "--requests, DIDs whose keys are elsewhere get a request each, which their controllers sign with\n"
     "`deed registry migrate sign REQUEST --out ADDRESS.signed.json` and bring back into the folder;\n"
     "without --out, sign shows what the new document will be. A DID that has moved cannot revoke any\n"
     "more what it issued: hand its status lists over before.",
     "在网络 TO 上以相同的密钥和服务创建每个在此处控制的 DID，\n"
     "然后永久地将新 DID 指明为旧 DID 的后继者。每一步在执行之前都已写入工作清单：\n"
     "被中断后再次运行会继续，不会重复任何操作。用 --requests 时，\n"
     "密钥在别处的 DID 各得到一份请求，由其控制者用\n"
     "`deed registry migrate sign REQUEST --out ADDRESS.signed.json`\n"
     "签署后放回该文件夹；不带 --out 时，sign 只显示新文档的内容。\n"
     "已迁走的 DID 不能再吊销其签发的凭证：请先移交其状态列表。"},
    {"Bring operations that others signed, and pay for them", "转交他人签名的操作并代为付费"},
    {"Brings signed operations of did:weid to a chain, each in a transaction of the configured\n"
     "account. What cannot be recorded is found out before anything is paid for, and keeps no other\n"
     "back. For each file it says: relayed; refused, for good; or could not tell, and then another\n"
     "run may bring it. Run again after an interruption, it goes on and does nothing twice. With\n"
     "--max-cost, nothing is sent where all of it could cost more.",
     "把 did:weid 的已签名操作送到链上，每个操作用所配置账户的一笔交易。\n"
     "不能记录的操作在付费之前就会查明，也不妨碍其他操作。\n"
     "对每个文件给出结果：已转交；永久拒绝；或无法判定，再次运行也许能够转交。\n"
     "被中断后再次运行会继续，不会重复任何操作。\n"
     "用 --max-cost 时，若全部费用可能超过该数额，则不发送任何操作。"},
    {"Show and finish the transactions that are under way", "显示并完成进行中的交易"},
    {"Every transaction is recorded before it is sent. `list` shows those of the account that no\n"
     "block has yet, without a node and without a passphrase; `resume` finds out what became of each,\n"
     "sends again what was lost, pays more for what pays too little, and waits; `cancel` puts an\n"
     "empty transaction in the place of one.",
     "每笔交易在发送之前都先记录。`list` 显示该账户尚未进入区块的交易，\n"
     "不需要节点，也不需要口令；`resume` 查明每笔交易的结果，重新发送丢失的交易，\n"
     "为手续费过低的交易提高手续费，并等待；\n"
     "`cancel` 用一笔空交易取代某笔交易的位置。"},
    {"Show a chain, its contracts and the account", "显示链、链上的合约和账户"},
    {"Prints the chain's id and latest block, the network, each contract with its address and "
     "whether it\n"
     "is what the Directory named and this program knows, the account that pays, its balance, "
     "and how\n"
     "many of its transactions are under way. Ends with the exit code of the first contract that "
     "is not\n"
     "intact.",
     "打印链的 ID 和最新区块、网络、每个合约及其地址（以及它是否为\n"
     "目录合约所指明、且本程序认识的合约）、付款的账户、账户的余额，\n"
     "以及进行中的交易数。退出码为第一个不完好的合约的退出码。"},
    {"Hold a chain's contracts against those of this program", "把链上的合约与本程序的合约核对"},
    {"Compares the code of the Directory and of every contract that it names with what they "
     "compile to,\n"
     "outside the values that constructors write, which are printed. Ends with the exit code of "
     "the first\n"
     "that differs. Do this before you trust a network.",
     "把目录合约及其指明的每个合约的代码与各自的编译结果比较，\n"
     "由构造函数写入的值不参与比较，而会打印出来。退出码为第一个不相符的合约的\n"
     "退出码。请在信任一个网络之前先作此核对。"},
    {"Make a chain or a ledger the default", "把一条链或一个账本设为默认"},
    {"Sets the setting `network` of the profile: where DIDs are created, changed and listed from "
     "then on,\n"
     "unless --network or --ledger names another place.",
     "设置配置方案的 `network`：此后 DID 在该处创建、更改和列出，\n"
     "除非用 --network 或 --ledger 指明别处。"},
    {"List the chains and ledgers that are configured here", "列出此处配置的链和账本"},
    {"Prints alias, kind, network and place of each; the one that holds is marked with *. Nobody "
     "is asked:\n"
     "`deed registry status` asks a chain.",
     "打印每一项的别名、种类、网络和位置；当前生效的以 * 标出。不查询任何节点：\n"
     "要查询链，请用 `deed registry status`。"},
    {"Record a schema on the ledger", "在账本上记录模式"},
    {"Prints its id, which stays: others find the schema under it, version by version.",
     "打印其标识；标识保持不变：他人按此标识找到模式的各个版本。"},
    {"Publish a schema's next version", "发布模式的下一个版本"},
    {"The versions before stay readable.", "此前的版本仍可读取。"},
    {"Print a schema as the ledger has it", "打印账本上的模式"},
    {"By its id or its CPT id, as of now or of a past moment.",
     "按其标识或 CPT ID，现在的或过去某一时间的。"},
    {"List what happened to a schema", "列出模式的历次操作"},
    {"One line an operation, oldest first.", "每项操作一行，最早的在前。"},
    {"Consent to take a schema over", "同意接管模式"},
    {"Prints the consent for today's publisher. It holds for an hour, and until the schema "
     "changes.",
     "打印给现任发布者的同意书。它在一小时内、且模式未有变更时有效。"},
    {"Give a schema to another publisher", "把模式移交给另一个发布者"},
    {"Its id stays, and so does its CPT id.", "其标识保持不变，其 CPT ID 也不变。"},
    {"Tell about a CPT id", "说明一个 CPT ID"},
    {"Its zone in WeIdentity's numbering, and the schema that has it.",
     "它在 WeIdentity 编号中所属的区，以及使用它的模式。"},
    {"Give a schema the next free CPT id", "给模式分配下一个空闲的 CPT ID"},
    {"From the zone that is open to everybody; prints the id, which the schema keeps for good.",
     "取自向所有人开放的区；打印该 ID，模式永久保有它。"},
    {"Consent, as steward, to a CPT id below the open zone",
     "以管理人身份同意使用开放区之下的 CPT ID"},
    {"Prints the consent for the schema's publisher. It holds for an hour.",
     "打印给模式发布者的同意书。有效期为一小时。"},
    {"Give a schema a CPT id below the open zone", "给模式分配开放区之下的 CPT ID"},
    {"For good, and with the steward's consent.", "永久有效，且须有管理人的同意书。"},
    {"Name who gives CPT ids below the open zone", "任命开放区之下 CPT ID 的管理人"},
    {"Once for all time. The log's key names the DID, whose controller signs for it. A ledger "
     "that\n"
     "takes over a WeIdentity deployment sets --open-from above the highest CPT id of that, "
     "before\n"
     "any id is claimed.",
     "永久只能任命一次。由日志的密钥任命该 DID，由其控制者代表它签名。\n"
     "接管 WeIdentity 部署的账本，请在有 ID 被申领之前，\n"
     "把 --open-from 设为大于该部署最大 CPT ID 的值。"},
    {"Serve credentials and DIDs over HTTP", "通过 HTTP 提供凭证和 DID 服务"},
    {"Issues, verifies, derives and presents by the W3C's API for credentials, and resolves DIDs "
     "at\n"
     "/1.0/identifiers/DID. Prints one line of JSON once it listens: its URL, and for whom it "
     "signs\n"
     "on which path. Verifying and resolving need no authority; signing needs a token or a client"
     "\n"
     "certificate. Each request is told on stderr, without its content. Ends on SIGINT and "
     "SIGTERM,\n"
     "after the requests that have begun.",
     "按 W3C 的凭证 API 颁发、验证、派生和展示，并在\n"
     "/1.0/identifiers/DID 解析 DID。开始监听后打印一行 JSON：其 URL，以及在哪个路径上\n"
     "为谁签名。验证和解析不需要授权；签名需要令牌或客户端证书。\n"
     "每个请求都在标准错误上说明，但不含其内容。收到 SIGINT 和 SIGTERM 时，\n"
     "待已开始的请求完成后结束。"},
    {"Create a status list on the ledger", "在账本上创建状态列表"},
    {"Prints its id, under which roots and bits are published.",
     "打印其标识，根和位在该标识之下公布。"},
    {"Publish the root of a status list", "公布状态列表的根"},
    {"The root is SHA-256 of the whole list as it is handed out.",
     "根是整个列表按对外提供的原样计算的 SHA-256。"},
    {"Set bits of a status list", "设置状态列表的位"},
    {"In a list for revocation they stay set for good.", "在用于吊销的列表中，置位后永久保持。"},
    {"Clear bits of a status list", "清除状态列表的位"},
    {"In a list for suspension only.", "只适用于用于暂停的列表。"},
    {"Tell the state of a status list", "说明状态列表的状态"},
    {"As of now or of a past moment; with --credential, one bit.",
     "现在的或过去某一时间的；用 --credential 时只说明一个位。"},
    {"List what happened to a status list", "列出状态列表的历次操作"},
    {"Consent to take a status list over", "同意接管状态列表"},
    {"Prints the consent for today's publisher. It holds for an hour, and until the list changes.",
     "打印给现任发布者的同意书。它在一小时内、且列表未有变更时有效。"},
    {"Give a status list to another publisher", "把状态列表移交给另一个发布者"},
    {"Its id stays.", "其标识保持不变。"},
    {"Print the version", "打印版本"},
    {"With --verbose also the cryptosuites, types of keys, DID methods and ledgers of this build.",
     "用 --verbose 时还打印此构建的密码套件、密钥类型、DID 方法和账本。"},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseCommands = kRows;

}  // namespace deed::cli
