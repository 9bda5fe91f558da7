#pragma once
// For tests only: editions made of data/classic with some tables replaced by CSV text, and small documents.
// Not here: anything the product uses. Thread rule: one thread.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/csv.hpp"
#include "domain/edition/data_set_test.hpp"
#include "domain/edition/edition.hpp"
#include "domain/form/form.hpp"

namespace datong::domain::test {

using TableTexts = std::map<std::string, std::string>;

inline CsvTable table(const std::string& text) {
  Result<CsvTable> read = read_csv(text);
  if (!read) {
    ADD_FAILURE() << "bad CSV: " << read.error().detail;
    return {};
  }
  return *read;
}

/// data/classic with these tables instead of its own.
inline std::shared_ptr<const Edition> classic_with(const TableTexts& replaced) {
  static const EditionBuilder classic = [] {
    EditionBuilder builder;
    add_data_set(builder, "classic");
    return builder;
  }();
  EditionBuilder builder = classic;
  for (const auto& [file, text] : replaced) builder.add(file, table(text));
  Result<std::shared_ptr<const Edition>> edition = builder.build("test", "test");
  if (edition) return *edition;
  for (const Finding& bad : edition.error().refusals) {
    std::string values;
    for (const std::string& value : bad.values) values += " " + value;
    ADD_FAILURE() << bad.path << values;
  }
  return edition_for_test("classic");
}

inline Date day(const char* text) { return *Date::parse(text); }

/// A document with a direction, a trade mode and goods lines given by field.
struct Goods {
  std::vector<std::pair<FieldAt, std::string>> fields;
};
inline Document document(const std::string& direction, const std::string& trade_mode, const std::vector<Goods>& lines) {
  Document made;
  made.header().set(F::header::direction, made.keep(direction));
  made.header().set(F::header::trade_mode, made.keep(trade_mode));
  for (const Goods& goods : lines) {
    Record record(Group::goods, made.arena());
    for (const auto& [field, value] : goods.fields) record.set(field, made.keep(value));
    made.header().children().push_back(std::move(record));
  }
  made.seal();
  return made;
}
inline Goods goods(const std::string& code, const std::string& value, const std::string& currency = "156") {
  return {{{F::goods::commodity_code, code}, {F::goods::value, value}, {F::goods::currency, currency}}};
}

}  // namespace datong::domain::test
