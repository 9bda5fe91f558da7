#pragma once
// What a declaration says, in the words of a printed document: codes by the names of the edition's lists in Chinese and
// in English, quantities and packages with their units, parties with their addresses. Private to domain/certificate. A
// code no list has stands as it was sent (open lists). Thread rule: one document, one thread.
#include <string>
#include <string_view>

#include "domain/edition/edition.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

struct Bilingual {
  std::string zh, en;
  bool operator==(const Bilingual&) const = default;
};

class DeclaredWords {
 public:
  DeclaredWords(const Document& document, const Edition& edition, Date day)
      : document_(document), edition_(edition), day_(day) {}
  const Record& header() const { return document_.header(); }
  const Edition& edition() const { return edition_; }
  Date day() const { return day_; }
  bool is_export() const { return document_.direction() == Direction::export_; }

  Bilingual name(List list, std::string_view code) const;  ///< English in upper case
  Bilingual office(std::string_view code) const;
  Bilingual consignor() const;  ///< name, and below it the address
  Bilingual consignee() const;
  Bilingual conveyance() const;   ///< "BY WATER: EXAMPLE STAR 012E"
  Bilingual destination() const;  ///< country the goods go to: exports the trading country, imports China
  Bilingual loading_port() const;
  Bilingual discharge_port() const;  ///< where they arrive: exports the port of arrival, imports the port of entry
  std::string_view discharge_port_code() const;

  std::string_view origin_code(
      const Record& line) const;                 ///< country; exports are China's own unless the line says otherwise
  Bilingual origin(const Record& line) const;    ///< "SHANGHAI, CHINA"
  Bilingual goods(const Record& line) const;     ///< a missing foreign name is the Chinese one
  Bilingual quantity(const Record& line) const;  ///< "1200 ITEMS", "" when not declared
  Bilingual weight(const Record& line) const;
  Bilingual statutory_quantity(const Record& line) const;
  Bilingual packages(const Record& line) const;  ///< "SIXTY (60) CARTONS; …"
  Bilingual measured(std::string_view quantity, std::string_view unit) const;

 private:
  Bilingual party(FieldAt name_zh, FieldAt name_foreign, FieldAt address) const;

  const Document& document_;
  const Edition& edition_;
  Date day_;
};

}  // namespace datong::domain
