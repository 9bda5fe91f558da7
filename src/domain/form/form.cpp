#include "domain/form/form.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"

namespace datong::domain {
namespace {

constexpr std::array<GroupSpec, kGroupCount> kGroups{{
    {Group::header, "declaration", "ITF_DCL_IO_DECL", std::nullopt, 1, "报检单", "Declaration"},
    {Group::goods, "goods", "ITF_DCL_IO_DECL_GOODS", Group::header, limits::kGoodsLinesMax, "货物", "Goods lines"},
    {Group::package, "packages", "ITF_DCL_IO_DECL_GOODS_PACK", Group::goods, limits::kPackagesPerLineMax, "包装", "Packages"},
    {Group::goods_container, "line_containers", "ITF_DCL_IO_DECL_GOODS_CONT", Group::goods, limits::kContainerNumbersMax, "货物与集装箱",
     "Goods and containers"},
    {Group::permit, "permits", "ITF_DCL_IO_DECL_GOODS_LIMIT", Group::goods, limits::kPermitsPerLineMax, "许可证", "Permits"},
    {Group::vehicle, "vehicles", "ITF_DCL_IO_DECL_GOODS_LIMIT_VN", Group::permit, limits::kVehiclesPerPermitMax, "车辆", "Vehicles"},
    {Group::container, "containers", "ITF_DCL_IO_DECL_CONT", Group::header, limits::kContainersMax, "集装箱", "Containers"},
    {Group::container_number, "numbers", "ITF_DCL_IO_DECL_CONT_DETAIL", Group::container, limits::kContainerNumbersMax, "集装箱号",
     "Container numbers"},
    {Group::attached_document, "attached_documents", "ITF_DCL_IO_DECL_ATT", Group::header, limits::kDocumentsMax, "随附单据",
     "Attached documents"},
    {Group::required_certificate, "required_certificates", "", Group::header, limits::kCertificatesMax, "所需单证",
     "Required certificates"},
    {Group::qualification, "qualifications", "ITF_DCL_IO_DECL_LIMIT", Group::header, limits::kQualificationsMax, "企业资质",
     "Enterprise qualifications"},
    {Group::end_user, "end_users", "ITF_DCL_IO_DECL_USER", Group::header, limits::kEndUsersMax, "使用单位", "End users"},
    {Group::mark, "marks", "ITF_DCL_MARK_LOB", Group::header, limits::kMarksMax, "标记附件", "Pictures of marks"},
    {Group::origin, "origin_application", "CertificateHead", std::nullopt, 1, "产地证申请",
     "Application for a certificate of origin"},
    {Group::origin_goods, "goods", "Goods", Group::origin, limits::kOriginLinesMax, "货物", "Goods lines"},
    {Group::third_party, "third_parties", "NonpartyCorp", Group::origin, limits::kThirdPartiesMax, "非成员方企业",
     "Third parties"},
    {Group::origin_invoice, "invoices", "OriInv", Group::origin, limits::kOriginInvoicesMax, "发票", "Invoices"},
    {Group::origin_change, "changes", "ModCertificate", Group::origin, 1, "更改/重发", "Amendment or reissue"},
    {Group::origin_document, "attached_documents", "", Group::origin, limits::kDocumentsMax, "随附单据",
     "Attached documents"},
    {Group::mark_picture, "mark_pictures", "", Group::origin, limits::kMarksMax, "唛头图片", "Pictures of marks"},
    {Group::cost_sheet, "cost_sheets", "", Group::origin, limits::kCostSheetsMax, "产品成本明细单", "Cost sheets"},
    {Group::cost_material, "materials", "", Group::cost_sheet, limits::kCostMaterialsMax, "材料", "Materials"},
}};

constexpr std::array<std::string_view, kListCount> kListNames{
    "", "direction", "declaration_kind", "office", "customs_office", "transport_mode", "trade_mode", "country", "currency", "district",
    "port", "domestic_port", "unit", "package", "container_kind", "purpose", "goods_attribute", "packing_group", "document_kind",
    "permit_kind", "certificate_kind", "qualification_kind", "related_reason", "tariff", "return_reason", "papers_reason",
    "failure_reason", "treatment_kind", "counter_reason", "yes_no", "origin_kind", "origin_class", "origin_apply_type",
    "origin_promise", "origin_trade_mode", "origin_currency", "origin_package", "origin_package_type", "origin_tax_rate",
    "origin_document_kind"};

constexpr std::size_t at(Group group) { return static_cast<std::size_t>(group); }

/// Open-addressing table from a word to the position of its row within a group; built once from the field rows.
class Names {
 public:
  explicit Names(std::string_view Field::*column) {
    for (const GroupSpec& group : kGroups) {
      const auto fields = fields_of(group.group);
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!(fields[i].*column).empty()) insert(group.group, fields[i].*column, static_cast<std::int16_t>(i));
      }
    }
  }
  int find(Group group, std::string_view word) const {
    for (std::size_t slot = hash(group, word);; slot = (slot + 1) % kSlots) {
      const Slot& found = slots_[slot];
      if (found.position < 0) return -1;
      if (found.group == group && found.word == word) return found.position;
    }
  }

 private:
  static constexpr std::size_t kSlots = 2048;  // more than four times the rows
  struct Slot {
    std::string_view word;
    Group group = Group::header;
    std::int16_t position = -1;
  };
  static std::size_t hash(Group group, std::string_view word) {
    std::uint32_t h = 2166136261U + static_cast<std::uint32_t>(group) * 16777619U;
    for (const char c : word) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
    return (h ^ (h >> 15)) % kSlots;
  }
  void insert(Group group, std::string_view word, std::int16_t position) {
    std::size_t slot = hash(group, word);
    while (slots_[slot].position >= 0) slot = (slot + 1) % kSlots;
    slots_[slot] = {word, group, position};
  }
  std::array<Slot, kSlots> slots_{};
};

std::optional<Group> child_where(Group parent, std::string_view GroupSpec::*column, std::string_view word) {
  if (word.empty()) return std::nullopt;
  for (const GroupSpec& spec : kGroups) {
    if (spec.parent == parent && spec.*column == word) return spec.group;
  }
  return std::nullopt;
}

}  // namespace

constinit const std::array<Field, kFieldCount> kFields{{
#define FIELD(group, name, element, type, longest, shorter, export_need, import_need, list, zh, en, source) \
  {Group::group, #name, element, FieldType::type, longest, shorter, Need::export_need, Need::import_need, List::list, zh, en, source},
#include "domain/form/fields.def"
#include "domain/form/origin_fields.def"
#undef FIELD
}};

std::string_view list_name(List list) { return kListNames[static_cast<std::size_t>(list)]; }

std::optional<List> list_by_name(std::string_view name) {
  for (std::size_t i = 1; i < kListNames.size(); ++i) {
    if (kListNames[i] == name) return static_cast<List>(i);
  }
  return std::nullopt;
}

std::span<const Field> fields_of(Group group) {
  static const auto bounds = [] {
    std::array<std::pair<std::size_t, std::size_t>, kGroupCount> result{};
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      auto& [first, count] = result[at(kFields[i].group)];
      if (count == 0) first = i;
      ++count;
    }
    return result;
  }();
  const auto [first, count] = bounds[at(group)];
  return {kFields.data() + first, count};
}

const GroupSpec& group_spec(Group group) { return kGroups[at(group)]; }
std::span<const GroupSpec> groups() { return kGroups; }
std::span<const GroupSpec> groups_of(Group root) {
  const std::span<const GroupSpec> all = kGroups;
  return root == Group::header ? all.first(at(Group::origin)) : all.subspan(at(Group::origin));
}
Group root_of(Group group) { return group < Group::origin ? Group::header : Group::origin; }

int field_by_name(Group group, std::string_view name) {
  static const Names names(&Field::name);
  return names.find(group, name);
}
int field_by_element(Group group, std::string_view element) {
  static const Names names(&Field::element);
  return names.find(group, element);
}

std::optional<Group> child_by_name(Group parent, std::string_view name) { return child_where(parent, &GroupSpec::name, name); }
std::optional<Group> child_by_element(Group parent, std::string_view element) {
  return child_where(parent, &GroupSpec::element, element);
}

Record::Record(Group group, std::pmr::memory_resource* arena)
    : group_(group), values_(fields_of(group).size(), arena), children_(arena), unknown_(arena) {}

std::string_view Record::operator[](FieldAt field) const {
  CHECK(field.group == group_);
  return values_[field.position];
}

void Record::set(FieldAt field, std::string_view value) {
  CHECK(field.group == group_);
  values_[field.position] = value;
}

std::size_t Record::count(Group group) const {
  return static_cast<std::size_t>(std::count_if(children_.begin(), children_.end(), [&](const Record& c) { return c.group_ == group; }));
}

std::string Record::path() const {
  if (parent_ == nullptr) return {};
  return parent_->path() + "/" + std::string(group_spec(group_).name) + "/" + std::to_string(index_);
}

std::string Record::path(FieldAt field) const {
  return path() + "/" + std::string(fields_of(field.group)[field.position].name);
}

Document::Document(Group root)
    : arena_(std::make_unique<std::pmr::monotonic_buffer_resource>(32 * 1024)),
      header_(std::make_unique<Record>(root, arena_.get())) {}

std::string_view Document::keep(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(arena_->allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), copy);
  return {copy, text.size()};
}

void Document::seal() {
  const auto link = [](auto&& self, Record& record) -> void {
    std::array<std::size_t, kGroupCount> counts{};
    for (Record& child : record.children_) {
      child.parent_ = &record;
      child.index_ = counts[at(child.group_)]++;
      self(self, child);
    }
  };
  link(link, *header_);
}

std::optional<Direction> Document::direction() const {
  if (header_->group() != Group::header) return std::nullopt;  // an application has none
  const std::string_view value = (*header_)[F::header::direction];
  if (value == "I") return Direction::import_;
  if (value == "O") return Direction::export_;
  return std::nullopt;
}

std::vector<const Record*> Document::all(Group group) const {
  std::vector<const Record*> found;
  const auto walk = [&](auto&& self, const Record& record) -> void {
    if (record.group() == group) found.push_back(&record);
    for (const Record& child : record.children()) self(self, child);
  };
  walk(walk, *header_);
  return found;
}

}  // namespace datong::domain
