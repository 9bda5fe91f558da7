#include "programs/datong/bench_load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>

#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "crypto/jws.hpp"
#include "document/eciq/eciq_writer.hpp"
#include "document/json/form_json.hpp"
#include "document/json/party_json.hpp"
#include "domain/declaration/example.hpp"

namespace datong::programs {
namespace {

namespace F = domain::F;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

std::string head_of(const char* target, const char* media, const std::string& signature, std::size_t size) {
  return std::string("POST ") + target + " HTTP/1.1\r\nHost: bench\r\nContent-Type: " + media + "\r\nDatong-Signature: " + signature +
         "\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

/// One connection of the generator: writes a request, finds the end of the answer.
struct Line {
  int socket = -1;
  const std::string* request = nullptr;
  std::size_t written = 0;
  std::string answer;
  Clock::time_point due;
};

bool connect_line(Line& line, std::uint16_t port, int epoll) {
  line.socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int one = 1;
  if (line.socket < 0 || ::connect(line.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return false;
  ::setsockopt(line.socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &line;
  return ::epoll_ctl(epoll, EPOLL_CTL_ADD, line.socket, &event) == 0;
}

/// Blocking write: requests are small beside the socket's buffer.
bool send_request(Line& line, const std::string& request, Clock::time_point due) {
  line.request = &request;
  line.due = due;
  line.answer.clear();
  for (std::size_t done = 0; done < request.size();) {
    const auto n = ::send(line.socket, request.data() + done, request.size() - done, MSG_NOSIGNAL);
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

/// True when the whole answer is there.
bool is_complete(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  if (end == answer.npos) return false;
  const std::size_t at = std::min(answer.find("Content-Length: "), answer.find("content-length: "));
  std::size_t size = 0;
  if (at == answer.npos || at > end) return true;
  std::from_chars(answer.data() + at + 16, answer.data() + end, size);
  return answer.size() >= end + 4 + size;
}

/// An answer is good when it is 200 and every receipt in it is an acknowledgement.
bool is_good(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 200") && answer.find("business_nack") == answer.npos && answer.find("\"status\":4") == answer.npos;
}

class Generator {
 public:
  Generator(std::uint16_t port, std::size_t connections) : epoll_(::epoll_create1(0)), lines_(connections) {
    for (Line& line : lines_) {
      if (!connect_line(line, port, epoll_)) ++result_.errors;
      else free_.push_back(&line);
    }
  }
  ~Generator() {
    for (Line& line : lines_) ::close(line.socket);
    ::close(epoll_);
  }
  bool has_free() const { return !free_.empty(); }
  std::size_t busy() const { return lines_.size() - free_.size(); }
  void send(const std::string& request, Clock::time_point due) {
    Line* line = free_.back();
    free_.pop_back();
    if (!send_request(*line, request, due)) ++result_.errors;
  }
  /// Takes the answers that came within `wait_ms`.
  void take(int wait_ms) {
    epoll_event events[256];
    const int count = ::epoll_wait(epoll_, events, 256, wait_ms);
    for (int i = 0; i < count; ++i) read(*static_cast<Line*>(events[i].data.ptr));
  }
  LoadResult& result() { return result_; }

 private:
  void read(Line& line) {
    char buffer[65536];
    const auto n = ::recv(line.socket, buffer, sizeof buffer, 0);
    if (n <= 0) {
      ++result_.errors;
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, line.socket, nullptr);
      return;
    }
    line.answer.append(buffer, static_cast<std::size_t>(n));
    if (!is_complete(line.answer)) return;
    ++result_.answered;
    if (!is_good(line.answer)) {
      if (result_.errors++ == 0) std::fprintf(stderr, "first bad answer: %.600s\n", line.answer.c_str());
    }
    result_.latency_ms.push_back(since(line.due) * 1000);
    free_.push_back(&line);
  }

  int epoll_;
  std::vector<Line> lines_;
  std::vector<Line*> free_;
  LoadResult result_;
};

class Recording : public app::Store {
 public:
  Recording(app::Store& below, std::vector<app::Decision>& recorded) : below_(below), recorded_(recorded) {}
  void commit(app::Decision decision, app::Done done) override {
    recorded_.push_back(decision);
    done(std::move(decision));
  }
  Result<app::Head> head(CaseId id) override { return below_.head(id); }
  Result<std::vector<app::Step>> steps(CaseId id) override { return below_.steps(id); }
  Result<app::Message> message(CaseId id, std::uint32_t version) override { return below_.message(id, version); }
  Result<std::vector<Instant>> arrivals(CaseId id) override { return below_.arrivals(id); }
  Result<std::vector<app::Receipt>> receipts(std::int64_t mailbox, std::int64_t after, std::size_t limit) override {
    return below_.receipts(mailbox, after, limit);
  }
  Result<std::vector<app::Receipt>> receipts_of(CaseId id) override { return below_.receipts_of(id); }
  Result<std::optional<std::string>> key(std::string_view space, std::string_view key) override { return below_.key(space, key); }
  Result<std::optional<app::Record>> record(std::string_view kind, std::string_view key) override { return below_.record(kind, key); }
  Result<std::vector<app::Record>> records(std::string_view kind, std::string_view prefix, std::string_view after, std::size_t limit) override {
    return below_.records(kind, prefix, after, limit);
  }
  Result<std::vector<app::Record>> records_of(app::RecordIndex index, std::string_view owner, std::string_view after, std::size_t limit) override {
    return below_.records_of(index, owner, after, limit);
  }
  Result<app::FigureWork> figure_work(std::size_t limit) override { return below_.figure_work(limit); }
  Result<void> put_figures(const app::FigureWork& work, const std::vector<app::FigureRow>& rows) override {
    return below_.put_figures(work, rows);
  }
  Result<std::vector<app::FigureRow>> figures(int month, std::optional<int> bureau) override {
    return below_.figures(month, bureau);
  }
  Result<std::int64_t> batches(std::int64_t unit, int month) override { return below_.batches(unit, month); }
  Result<std::vector<app::EditionRow>> editions(std::size_t limit) override { return below_.editions(limit); }
  Result<Decimal> balance(std::string_view ledger) override { return below_.balance(ledger); }
  Result<std::vector<app::LedgerMove>> moves(std::string_view ledger) override { return below_.moves(ledger); }
  Result<std::vector<app::Head>> work(const app::WorkQuery& query) override { return below_.work(query); }
  Result<std::vector<app::Head>> cases(const app::CaseQuery& query) override { return below_.cases(query); }
  Result<std::vector<app::Timer>> due(Instant now, std::size_t limit) override { return below_.due(now, limit); }
  Result<std::vector<app::OutboxRow>> outbox(std::string_view channel, std::size_t limit) override { return below_.outbox(channel, limit); }
  Result<void> outbox_done(std::int64_t id) override { return below_.outbox_done(id); }
  Result<app::LogSize> log_size() override { return below_.log_size(); }
  Result<app::LogSize> extend_log(std::size_t limit) override { return below_.extend_log(limit); }
  Result<crypto::Digest> log_node(unsigned level, std::uint64_t index) override { return below_.log_node(level, index); }
  Result<std::optional<std::uint64_t>> log_place(CaseId id, std::uint32_t sequence) override { return below_.log_place(id, sequence); }
  Result<void> put_edition(std::string_view name, std::string_view hash, const app::EditionFiles& files, Instant at) override {
    return below_.put_edition(name, hash, files, at);
  }
  Result<app::EditionFiles> edition(std::string_view hash) override { return below_.edition(hash); }
  Result<std::string> current_edition() override { return below_.current_edition(); }
  std::int64_t last_serial(std::int64_t mailbox) override { return below_.last_serial(mailbox); }

 private:
  app::Store& below_;
  std::vector<app::Decision>& recorded_;
};

}  // namespace

Result<std::vector<BenchUnit>> make_bench_units(app::Store& store, const crypto::Authority& authority, std::size_t count, Instant now) {
  const auto enterprises = domain::example_enterprises();
  const auto declarants = domain::example_declarants();
  std::vector<BenchUnit> units;
  app::Decision decision;
  for (std::size_t i = 0; i < count; ++i) {
    BenchUnit unit{3100610000 + static_cast<std::int64_t>(i), std::to_string(3100710000 + i), "inst-bench-" + std::to_string(i), crypto::SigningKey::generate()};
    domain::Enterprise enterprise = enterprises.front();
    enterprise.registration = unit.registration;
    domain::Declarant declarant = declarants.front();
    declarant.certificate = unit.declarant;
    declarant.unit = unit.registration;
    auto certificate = crypto::issue_certificate(authority, unit.key.public_pem(), unit.installation, std::to_string(unit.registration),
                                                 crypto::Usage::installation, now.plus_ms(-60'000), 30);
    if (!certificate) return certificate.error();
    const domain::Installation installation{unit.installation, *certificate, "datong-bench", "0", unit.registration, domain::Standing::active};
    decision.records.push_back({"enterprise", std::to_string(unit.registration), 0, document::write_party(enterprise)});
    decision.records.push_back({"declarant", unit.declarant, 0, document::write_party(declarant)});
    decision.records.push_back({"installation", unit.installation, 0, document::write_party(installation)});
    units.push_back(std::move(unit));
  }
  if (auto done = store.commit_now(std::move(decision)); !done) return done.error();
  return units;
}

BenchDocuments::BenchDocuments(const std::vector<BenchUnit>& units, Date legal_day, std::string run)
    : units_(units), run_(std::move(run)), document_(domain::example_export(legal_day)) {
  domain::make_lines(document_, 10);
}

void BenchDocuments::fill(std::size_t n) {
  const BenchUnit& owner = unit(n);
  const std::string reference = run_ + "-" + std::to_string(n);
  domain::Record& header = document_.header();
  const auto set = [&](domain::FieldAt at, const std::string& value) { header.set(at, document_.keep(value)); };
  set(F::header::declarant_reference, reference);
  set(F::header::message_uuid, crypto::hex(crypto::sha256(reference)).substr(0, 32));
  set(F::header::declarant_registration, std::to_string(owner.registration));
  set(F::header::consignor_code, std::to_string(owner.registration));
  set(F::header::declarant_person_certificate, owner.declarant);
  set(F::header::contract_number, "C-" + reference);
  std::size_t line = 0;
  for (domain::Record& record : header.children()) {
    if (record.group() != domain::Group::goods) continue;
    ++line;
    record.set(F::goods::lot_number, document_.keep("L" + std::to_string(n) + "-" + std::to_string(line)));
    record.set(F::goods::value, document_.keep(std::to_string(1000 + (n * 37 + line * 101) % 90'000) + "." + std::to_string(n % 100000)));
  }
}

std::string BenchDocuments::json(std::size_t n) {
  fill(n);
  return document::write_form_json(document_);
}

std::string BenchDocuments::xml(std::size_t n) {
  fill(n);
  auto xml = document::write_eciq(document_, {}, document::Encoding::utf8);
  return xml ? std::move(*xml) : std::string();
}

std::string lodge_request(const BenchUnit& unit, const std::string& json) {
  return head_of("/v1/declarations", "application/json", crypto::sign_detached(unit.key, unit.installation, "lodge", json), json.size()) + json;
}

std::string batch_request(const BenchUnit& unit, const std::vector<std::string>& lines) {
  std::string body, list;
  for (const std::string& line : lines) {
    body += line + "\n";
    list += crypto::hex(crypto::sha256(line)) + "\n";
  }
  return head_of("/v1/declarations:batch", "application/x-ndjson", crypto::sign_detached(unit.key, unit.installation, "batch", list), body.size()) + body;
}

double LoadResult::percentile(double share) const {
  if (latency_ms.empty()) return 0;
  return latency_ms[std::min(latency_ms.size() - 1, static_cast<std::size_t>(share * static_cast<double>(latency_ms.size())))];
}

LoadResult closed_loop(std::uint16_t port, std::size_t connections, const std::vector<std::string>& requests) {
  Generator generator(port, connections);
  const auto begin = Clock::now();
  for (std::size_t next = 0; next < requests.size() || generator.busy() > 0;) {
    while (next < requests.size() && generator.has_free()) generator.send(requests[next++], Clock::now());
    generator.take(1000);
    if (generator.result().errors > connections) break;
  }
  LoadResult result = std::move(generator.result());
  result.seconds = since(begin);
  std::sort(result.latency_ms.begin(), result.latency_ms.end());
  return result;
}

LoadResult open_loop(std::uint16_t port, std::size_t connections, const std::vector<std::string>& requests, double per_second) {
  Generator generator(port, connections);
  const auto begin = Clock::now();
  const auto due_of = [&](std::size_t n) {
    return begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(static_cast<double>(n) / per_second));
  };
  for (std::size_t next = 0; next < requests.size() || generator.busy() > 0;) {
    while (next < requests.size() && generator.has_free() && due_of(next) <= Clock::now()) {
      generator.send(requests[next], due_of(next));
      ++next;
    }
    generator.take(1);
    if (generator.result().errors > connections) break;
  }
  LoadResult result = std::move(generator.result());
  result.seconds = since(begin);
  std::sort(result.latency_ms.begin(), result.latency_ms.end());
  return result;
}

std::unique_ptr<app::Store> recording_store(app::Store& below, std::vector<app::Decision>& recorded) {
  return std::make_unique<Recording>(below, recorded);
}

}  // namespace datong::programs
