// Answers each line of JSON with one: encodes changes for a registry of ERC-1056, and resolves
// did:ethr as Deed does.   ethr_resolver URL
#include <iostream>
#include <stdexcept>

#include "did/methods/ethr.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/erc1056/change.hpp"
#include "tests/support/signers.hpp"

namespace deed::did {
namespace {

using namespace registry::evm;
using deed::test::must;

constexpr std::uint64_t kChain = 31337;

std::string text_at(json::Value object, const char* name) {
    return std::string(object.find(name).value().string());
}
registry::Address address_at(json::Value object, const char* name) {
    return must(registry::parse_address(text_at(object, name)));
}
Word word_at(json::Value object, const char* name) {
    return must(word_from_hex(text_at(object, name)));
}
std::uint64_t number_at(json::Value object, const char* name) {
    return must(must(Uint256::from_decimal(text_at(object, name))).to_u64());
}

Erc1056Change change_of(json::Value value) {
    const std::string function = text_at(value, "function");
    if (function == "changeOwner") return ChangeOwner{address_at(value, "owner")};
    if (function == "addDelegate")
        return AddDelegate{word_at(value, "type"), address_at(value, "delegate"),
                           number_at(value, "validity")};
    if (function == "revokeDelegate")
        return RevokeDelegate{word_at(value, "type"), address_at(value, "delegate")};
    const Bytes bytes = must(from_hex(text_at(value, "value")));
    if (function == "setAttribute")
        return SetAttribute{word_at(value, "name"), bytes, number_at(value, "validity")};
    if (function == "revokeAttribute") return RevokeAttribute{word_at(value, "name"), bytes};
    throw std::runtime_error(function);
}

class Answers {
public:
    explicit Answers(const std::string& url)
        : http_(must(net::make_http_client(options()))), rpc_(*http_, must(net::Url::parse(url))) {}

    std::string answer(json::Value request) {
        const std::string operation = text_at(request, "op");
        json::Writer writer;
        writer.begin_object().key("ok").boolean(true).key("out");
        if (operation == "encode")
            writer.string(to_hex(encode_own_change(address_at(request, "identity"),
                                                   change_of(*request.find("change")))));
        else if (operation == "digest")
            writer.string(to_hex(erc1056_digest(
                address_at(request, "registry"), number_at(request, "nonce"),
                address_at(request, "identity"), change_of(*request.find("change")))));
        else
            resolve(request, writer);
        return writer.end_object().take();
    }

private:
    static net::HttpClientOptions options() {
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        return options;
    }

    void resolve(json::Value request, json::Writer& writer) {
        const EthrNetwork network{kChain, address_at(request, "registry"), &node_};
        const FixedClock clock(must(
            Timestamp::from_unix_seconds(static_cast<std::int64_t>(number_at(request, "now")))));
        EthrResolver resolver([&](const EthrId&, Call&) -> Result<EthrNetwork> { return network; },
                              clock);
        ResolveOptions wanted;
        if (const auto version = request.find("version")) wanted.version_id = version->string();
        Call call;
        const Resolution found =
            must(resolver.resolve(must(Did::parse(text_at(request, "did"))), wanted, call));
        const json::Document result = to_resolution_result(found);
        writer.begin_object().key("didDocument").value(found.document.json().root());
        writer.key("didDocumentMetadata").value(*result.root().find("didDocumentMetadata"));
        writer.end_object();
    }

    std::unique_ptr<net::HttpClient> http_;
    RpcClient rpc_;
    Node node_{rpc_};
};

}  // namespace
}  // namespace deed::did

int main(int count, char** words) {
    if (count != 2) return 2;
    try {
        deed::did::Answers answers(words[1]);
        for (std::string line; std::getline(std::cin, line);)
            std::cout << answers.answer(deed::test::must(deed::json::Document::parse(line)).root())
                      << std::endl;
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "ethr_resolver: " << error.what() << "\n";
        return 1;
    }
}
