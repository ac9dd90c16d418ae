#include <signal.h>
#include <sys/resource.h>

#include "tests/registry-contracts/client/local/local_fixture.hpp"

namespace deed::registry::test {
namespace {

/// While it lives no file of this process can grow beyond `bytes`, as on a full disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        old_handler_ = ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &old_limit_);
        rlimit limit = old_limit_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &old_limit_);
        ::signal(SIGXFSZ, old_handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit old_limit_{};
    void (*old_handler_)(int) = nullptr;
};

class FailedWriteTest : public testing::Test {
protected:
    Operation creation(std::uint8_t number) {
        const auto signer = controller(number);
        const IdentityState state(address_of(*signer));
        return must(Operation::sign(next_envelope(state, OperationType::did_create,
                                                  fixture_.log().network(), at_second(kStart), 60),
                                    Bytes(10'000, 'x'), *signer, call_));
    }
    Result<std::vector<Ticket>> submit(const Operation& operation) {
        const Submission submission{operation, {}};
        return fixture_.log().submit({&submission, 1}, call_);
    }

    LocalFixture fixture_;
    Call call_;
};

TEST_F(FailedWriteTest, ReopeningDecides) {
    const Receipt before = fixture_.create_identity(1);
    const Operation operation = creation(2);
    {
        const FileSizeLimit limit(std::filesystem::file_size(fixture_.journal()) + 5'000);
        EXPECT_CODE(submit(operation), errors::kOutcomeUnknown);
    }
    // The disk has room again, but the journal's tail is not known to this object.
    EXPECT_CODE(submit(creation(3)), errors::kOutcomeUnknown);
    EXPECT_OK(fixture_.log().wait({before.operation_hash}, Finality::included, call_));
    fixture_.reopen();
    EXPECT_CODE(fixture_.log().wait({operation.hash()}, Finality::accepted, call_),
                errors::kUnknownOperation);
    ASSERT_OK(submit(operation));
    EXPECT_OK(fixture_.log().wait({operation.hash()}, Finality::included, call_));
}

TEST_F(FailedWriteTest, AHeadThatCouldNotBeWrittenIsFinishedLater) {
    const Operation operation = creation(2);
    ASSERT_OK(submit(operation));
    const Ticket ticket{operation.hash()};
    {
        const FileSizeLimit limit(std::filesystem::file_size(fixture_.journal()) + 30);
        // The guard's small file still fits.
        EXPECT_CODE(fixture_.log().wait(ticket, Finality::included, call_),
                    errors::kOutcomeUnknown);
    }
    EXPECT_CODE(fixture_.log().wait(ticket, Finality::included, call_), errors::kOutcomeUnknown);
    EXPECT_OK(fixture_.log().wait(ticket, Finality::accepted, call_));
    EXPECT_EQ(heads_of(fixture_.journal(), fixture_.log_key()).back().size, 0U);
    fixture_.reopen();
    EXPECT_EQ(heads_of(fixture_.journal(), fixture_.log_key()).back().size, 1U);
    ASSERT_OK_AND(const Receipt receipt, fixture_.log().wait(ticket, Finality::accepted, call_));
    EXPECT_EQ(receipt.finality, Finality::final);
}

}  // namespace
}  // namespace deed::registry::test
