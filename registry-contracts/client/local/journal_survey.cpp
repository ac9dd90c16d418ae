#include "registry-contracts/client/local/journal_survey.hpp"

#include <algorithm>

#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"

namespace deed::registry::local {
namespace {

using std::filesystem::path;

constexpr std::string_view kHeader = "deed journal v1\n";
constexpr std::string_view kFamily = "deed journal v";

class Surveyor {
public:
    Surveyor(path journal, Descriptor file, tlog::JournalReader reader, const SurveyVisitor& visit,
             const Call& call)
        : journal_(std::move(journal)),
          file_(std::move(file)),
          reader_(std::move(reader)),
          visit_(visit),
          call_(call) {}

    Result<JournalSurvey> survey() {
        std::error_code error;
        survey_.size = std::filesystem::file_size(journal_, error);
        if (error)
            return Error(deed::errors::kIoFailed, "cannot measure: " + error.message(),
                         journal_.string());
        DEED_CHECK(check_header());
        std::uint64_t begin = tlog::kFirstFrame;
        while (true) {
            DEED_TRY(const std::uint64_t end, read_run(begin));
            if (end >= survey_.size) break;
            DEED_TRY(survey_.torn, is_torn(end));
            if (survey_.torn) break;
            survey_.damaged = true;
            DEED_TRY(begin, next_frame(end + 1));
            if (begin == survey_.size) break;
        }
        return std::move(survey_);
    }

private:
    Result<void> check_header() {
        Bytes header(kHeader.size());
        DEED_TRY(const std::size_t count, read_at(file_, journal_, 0, header));
        const std::string_view text = as_text(ByteView(header).first(count));
        if (text == kHeader) return {};
        const bool later = text.starts_with(kFamily) && text.size() > kFamily.size() &&
                           text[kFamily.size()] >= '1' && text[kFamily.size()] <= '9';
        if (later)
            return Error(tlog::errors::kJournalNewerFormat, "the journal is of a later version",
                         journal_.string());
        survey_.damaged = true;
        return {};
    }

    /// Where the run that begins at `begin` ends.
    Result<std::uint64_t> read_run(std::uint64_t begin) {
        survey_.runs.push_back({begin, begin});
        Run& run = survey_.runs.back();
        while (run.end < survey_.size) {
            DEED_CHECK(call_.check());
            const auto frame = reader_.read_frame_at(run.end);
            if (!frame && frame.error().code() == tlog::errors::kJournalNewerFormat)
                return frame.error();
            if (!frame) break;
            DEED_CHECK(visit_(survey_.runs.size() - 1, run.end, *frame));
            run.end += tlog::kBeforePayload + frame->payload.size() + tlog::kAfterPayload;
        }
        return run.end;
    }

    /// Whether readers would pass over what begins here as the trace of a crash.
    Result<bool> is_torn(std::uint64_t offset) {
        const auto ignore = [](tlog::FrameType, ByteView) { return Result<void>(); };
        const auto read = tlog::Journal::read(journal_, ignore, offset);
        if (read) return true;
        if (read.error().kind() == ErrorKind::io || read.error().kind() == ErrorKind::malformed ||
            read.error().kind() == ErrorKind::not_found)
            return false;
        return read.error();
    }

    /// What every frame of today has: a known type, few flags, zeros, a length that ends in time.
    bool may_be_frame(ByteView bytes, std::uint64_t offset) const {
        const std::uint64_t length = bytes[4] | std::uint64_t{bytes[5]} << 8 |
                                     std::uint64_t{bytes[6]} << 16 | std::uint64_t{bytes[7]} << 24;
        return bytes[0] >= 1 && bytes[0] <= 3 && bytes[2] == 0 && bytes[3] == 0 &&
               length <= tlog::kMaxFramePayload &&
               offset + tlog::kBeforePayload + length + tlog::kAfterPayload <= survey_.size;
    }

    /// Where the next good frame begins from `from` on; the file's size if there is none.
    Result<std::uint64_t> next_frame(std::uint64_t from) {
        constexpr std::uint64_t kWindow = std::uint64_t{256} << 10;
        constexpr std::uint64_t kHead = tlog::kBeforePayload;
        Bytes window(kWindow + kHead);
        for (std::uint64_t start = from; start < survey_.size; start += kWindow) {
            DEED_CHECK(call_.check());
            DEED_TRY(const std::size_t count, read_at(file_, journal_, start, window));
            for (std::size_t i = 0; i < kWindow && i + kHead <= count; ++i) {
                if (!may_be_frame(ByteView(window).subspan(i, kHead), start + i)) continue;
                if (reader_.read_frame_at(start + i)) return start + i;
            }
        }
        return survey_.size;
    }

    const path journal_;
    const Descriptor file_;
    const tlog::JournalReader reader_;
    const SurveyVisitor& visit_;
    const Call& call_;
    JournalSurvey survey_;
};

}  // namespace

Result<JournalSurvey> survey_journal(const path& journal, const SurveyVisitor& visit,
                                     const Call& call) {
    auto file = open_file(journal);
    if (!file && file.error().code() == deed::errors::kFileNotFound) {
        JournalSurvey none;
        none.missing = true;
        none.runs.push_back({tlog::kFirstFrame, tlog::kFirstFrame});
        return none;
    }
    if (!file) return std::move(file).error();
    DEED_TRY(tlog::JournalReader reader, tlog::JournalReader::open(journal));
    return Surveyor(journal, std::move(*file), std::move(reader), visit, call).survey();
}

}  // namespace deed::registry::local
