#pragma once
// The forms: the declaration and the application for a certificate of origin. Groups, fields (one row each in fields.def and
// origin_fields.def), and a filled-in Document of views into the message.
// From this table come reading and writing of JSON and e-CIQ, the length, type and code checks, JSON Schema, XSD, pages.
// Not here: rules between fields (domain/declaration), bytes (document/). Thread rule: tables are constant; a Document belongs
// to one request and points into an arena that must outlive it.
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace datong::domain {

enum class Group : std::uint8_t {
  header, goods, package, goods_container, permit, vehicle, container, container_number, attached_document,
  required_certificate, qualification, end_user, mark,  // the declaration's, below header
  origin, origin_goods, third_party, origin_invoice, origin_change, origin_document, mark_picture, cost_sheet,
  cost_material,  // the application's, below origin
};
inline constexpr std::size_t kGroupCount = 22;

enum class FieldType : std::uint8_t {
  text,       ///< any text
  digits,     ///< 0…9 only
  code,       ///< one code of `list`
  code_list,  ///< codes of `list`, separated by comma
  decimal,    ///< base/decimal.hpp
  integer,    ///< 0…999999999, a JSON number, no leading zero
  date,       ///< YYYY-MM-DD (e-CIQ also yyyyMMddTHH:mm:ss; kept as YYYY-MM-DD)
  dates,      ///< yyyymmdd separated by semicolon
  flags,      ///< characters 0 and 1
};

enum class Need : std::uint8_t { M, C, O, N, X };  ///< mandatory, conditional, optional, not used, given by the office
enum class Direction : std::uint8_t { import_ = 1, export_ = 2 };

/// Code lists of the edition a field may point at.
enum class List : std::uint8_t {
  none, direction, declaration_kind, office, customs_office, transport_mode, trade_mode, country, currency, district, port, domestic_port,
  unit, package, container_kind, purpose, goods_attribute, packing_group, document_kind, permit_kind, certificate_kind,
  qualification_kind, related_reason, tariff, return_reason, papers_reason, failure_reason, treatment_kind, counter_reason,
  yes_no, origin_kind, origin_class, origin_apply_type, origin_promise, origin_trade_mode, origin_currency, origin_package,
  origin_package_type, origin_tax_rate, origin_document_kind,
};
inline constexpr std::size_t kListCount = static_cast<std::size_t>(List::origin_document_kind) + 1;
std::string_view list_name(List list);                     ///< "transport_mode"
std::optional<List> list_by_name(std::string_view name);

struct Field {
  Group group;
  std::string_view name;      ///< JSON member
  std::string_view element;   ///< of e-CIQ, or of the customs certificate message; "" = ours only
  FieldType type;
  std::uint32_t longest;      ///< code points; over it is a refusal
  std::uint32_t shorter;      ///< over it is a warning; 0 = none
  Need export_need;
  Need import_need;
  List list;
  std::string_view label_zh;
  std::string_view label_en;
  std::string_view source;
  Need need(Direction direction) const { return direction == Direction::export_ ? export_need : import_need; }
};

struct GroupSpec {
  Group group;
  std::string_view name;     ///< member holding the array: "goods"; the root's own name
  std::string_view element;  ///< e-CIQ element; "" when it has none
  std::optional<Group> parent;
  std::size_t count_max;
  std::string_view label_zh;
  std::string_view label_en;
};

/// Where a field stands: its group and its position in the group's rows. Named by group: F::goods::commodity_code.
struct FieldAt {
  Group group;
  std::uint16_t position;
};

namespace F::detail {
enum AllFields : std::uint16_t {
#define FIELD(group, name, ...) group##_##name,
#include "domain/form/fields.def"
#include "domain/form/origin_fields.def"
#undef FIELD
  field_count
};
inline constexpr Group kGroupOf[] = {
#define FIELD(group, ...) Group::group,
#include "domain/form/fields.def"
#include "domain/form/origin_fields.def"
#undef FIELD
};
consteval std::uint16_t first_of(Group group) {
  std::uint16_t i = 0;
  while (kGroupOf[i] != group) ++i;
  return i;
}
}  // namespace F::detail
#define FIELD(group, name, ...)                                                                                      \
  namespace F::group {                                                                                               \
  inline constexpr FieldAt name{Group::group, detail::group##_##name - detail::first_of(Group::group)};              \
  }
#include "domain/form/fields.def"
#include "domain/form/origin_fields.def"
#undef FIELD

inline constexpr std::size_t kFieldCount = F::detail::field_count;
extern const std::array<Field, kFieldCount> kFields;        ///< all, in table order
std::span<const Field> fields_of(Group group);              ///< the group's rows, in order
const GroupSpec& group_spec(Group group);
std::span<const GroupSpec> groups();                        ///< of both forms, parents before children
std::span<const GroupSpec> groups_of(Group root);           ///< of one form: Group::header or Group::origin
Group root_of(Group group);                                 ///< the root of the form it belongs to
/// Index of the JSON member / e-CIQ element within the group, or -1. Constant time.
int field_by_name(Group group, std::string_view name);
int field_by_element(Group group, std::string_view element);
/// The child group held by `parent` under this JSON member / e-CIQ element.
std::optional<Group> child_by_name(Group parent, std::string_view name);
std::optional<Group> child_by_element(Group parent, std::string_view element);

/// One filled-in group: the header, a goods line, a package … Values are views; "" means absent (an empty member or element
/// counts as absent). Values are as sent, nothing normalised, except that dates are YYYY-MM-DD.
class Record {
 public:
  Record(Group group, std::pmr::memory_resource* arena);
  Group group() const { return group_; }
  std::string_view operator[](FieldAt at) const;  ///< CHECKs that the field is of this group
  std::string_view value(std::size_t position) const { return values_[position]; }
  void set(std::size_t position, std::string_view value) { values_[position] = value; }
  void set(FieldAt at, std::string_view value);
  bool has(FieldAt at) const { return !(*this)[at].empty(); }

  /// Children of all groups, in the order of the message. Add before Document::seal only.
  std::pmr::vector<Record>& children() { return children_; }
  const std::pmr::vector<Record>& children() const { return children_; }
  std::size_t count(Group group) const;
  /// Calls `visit(record)` for each child of that group, in order.
  template <class Visit>
  void each(Group group, Visit&& visit) const {
    for (const Record& child : children_) {
      if (child.group_ == group) visit(child);
    }
  }

  /// An element of the message that no row of the table names: kept, flagged, written back.
  struct Unknown {
    std::string_view element;
    std::string_view inner_xml;  ///< what stood inside, as well-formed XML text
  };
  std::pmr::vector<Unknown>& unknown() { return unknown_; }
  const std::pmr::vector<Unknown>& unknown() const { return unknown_; }

  std::size_t index() const { return index_; }              ///< among its siblings of the same group, from 0; after seal
  const Record* parent() const { return parent_; }          ///< after seal
  std::string path() const;                                 ///< JSON pointer: "" header, "/goods/0/packages/1"
  std::string path(FieldAt at) const;                       ///< "/goods/0/commodity_code"

 private:
  friend class Document;
  Group group_;
  std::size_t index_ = 0;
  const Record* parent_ = nullptr;
  std::pmr::vector<std::string_view> values_;
  std::pmr::vector<Record> children_;
  std::pmr::vector<Unknown> unknown_;
};

/// A whole declaration or application. Owns its arena; not copyable, movable.
class Document {
 public:
  Document() : Document(Group::header) {}
  explicit Document(Group root);
  Document(Document&&) = default;
  Document& operator=(Document&& other) noexcept {  // the old header must go before the arena its vectors stand in
    header_ = std::move(other.header_);
    arena_ = std::move(other.arena_);
    return *this;
  }
  ~Document() = default;
  Record& header() { return *header_; }  ///< the root: of group header or origin
  const Record& header() const { return *header_; }
  std::pmr::memory_resource* arena() { return arena_.get(); }
  std::string_view keep(std::string_view text);  ///< copies text into the arena
  /// Sets index and parent of every record; call once, after reading.
  void seal();

  /// nullopt when the field holds neither I nor O.
  std::optional<Direction> direction() const;
  std::vector<const Record*> all(Group group) const;  ///< every record of that group, wherever it hangs, in order

 private:
  std::unique_ptr<std::pmr::monotonic_buffer_resource> arena_;
  std::unique_ptr<Record> header_;
};

}  // namespace datong::domain
