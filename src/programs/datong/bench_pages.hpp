#pragma once
// The pages of `datong bench --only documents`: applications whose goods are named in Chinese, each with other characters, and what they print;
// the same written down for the peer that draws them. Not here: how time is taken. Internal to programs/datong. Thread rule: one thread.
#include <string>
#include <vector>

#include "app/paper.hpp"
#include "document/json/json.hpp"
#include "domain/form/form.hpp"

namespace datong::programs {

/// A complete application of kind C whose goods, and whose exporter, carry Chinese names: some 230 different characters on the page, others for
/// each `n`. Serial n % 9999 + 1.
domain::Document bench_application(std::size_t n, std::size_t lines, Date day);

/// What make_paper is handed for it; stamped and signed as number `n`.
Result<app::PaperOrder> bench_order(const domain::Document& document, std::size_t n, const domain::Edition& edition, Instant now);

/// An order with the setting its page is drawn with, all but the keys' part: a code of the usual size and room for a signature.
struct BenchPage {
  app::PaperOrder order;
  document::pdf::Setting setting;
};
BenchPage bench_page(app::PaperOrder order, const document::pdf::Picture& seal);

/// Layout, texts, QR codes, seal and data of the pages for bench/pdf-lib. Errors: those of Edition::layout.
Result<document::Json> pages_for_peer(const std::vector<BenchPage>& pages, const domain::Edition& edition, Date day, std::string_view seal_png);

}  // namespace datong::programs
