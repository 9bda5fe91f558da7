#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::domain {
namespace {

/// Children of both sides are matched by position within their group: line 3 is compared with line 3.
void compare(const Record* before, const Record* after, const std::string& path, std::vector<Difference>& found) {
  const Group group = before != nullptr ? before->group() : after->group();
  const auto fields = fields_of(group);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view a = before != nullptr ? before->value(i) : std::string_view{};
    const std::string_view b = after != nullptr ? after->value(i) : std::string_view{};
    if (a != b) found.push_back({path + "/" + std::string(fields[i].name), std::string(a), std::string(b)});
  }
  for (const GroupSpec& spec : groups()) {
    if (spec.parent != group) continue;
    std::vector<const Record*> left, right;
    if (before != nullptr) before->each(spec.group, [&](const Record& child) { left.push_back(&child); });
    if (after != nullptr) after->each(spec.group, [&](const Record& child) { right.push_back(&child); });
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      compare(i < left.size() ? left[i] : nullptr, i < right.size() ? right[i] : nullptr,
              path + "/" + std::string(spec.name) + "/" + std::to_string(i), found);
    }
  }
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// "/goods/2/commodity_code" speaks of goods line 3.
std::string goods_line(std::string_view path) {
  const auto parts = split(path, '/');
  std::size_t index = 0;
  if (parts.size() > 2) std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), index);
  return std::to_string(index + 1);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<Difference> differences(const Document& before, const Document& after) {
  std::vector<Difference> found;
  compare(&before.header(), &after.header(), "", found);
  return found;
}

std::vector<Finding> review_amendment(const DeclarationHead& head, const std::vector<Difference>& changes) {
  if (head.clearance == Clearance::used) return {finding("CHG009", "")};
  std::vector<Finding> findings;
  const bool inspected = head.stage == Stage::passed || head.stage == Stage::failed || head.stage == Stage::treating || head.stage == Stage::released;
  const bool has_result = inspected || head.stage == Stage::waived;
  const bool documents_are_out = head.clearance == Clearance::issued ||
                                 std::any_of(head.certificates.begin(), head.certificates.end(),
                                             [](const CertificateRef& c) { return c.stage == CertificateStage::signed_; });
  for (const Difference& change : changes) {
    const std::string_view name = last_part(change.path);
    if (!inspected && is_one_of(name, {"commodity_code", "goods_name_zh"}) && !change.before.empty()) {
      findings.push_back(finding("CHG010", change.path, {goods_line(change.path)}));
    }
    const bool is_used_permit = head.stage == Stage::released && change.path.find("/permits/") != change.path.npos;
    if (is_used_permit || (inspected && is_one_of(name, {"commodity_code", "goods_name_zh", "quantity", "quantity_unit", "weight", "weight_unit", "statutory_quantity",
                                      "special_requirements", "package_kind", "package_count"}))) {
      findings.push_back(finding("CHG011", change.path, {std::string(name)}));
    }
    if (has_result && documents_are_out && is_one_of(name, {"consignor_name_zh", "consignor_name_foreign", "consignee_name_zh", "consignee_name_foreign"})) {
      findings.push_back(finding("CHG012", change.path, {std::string(name)}));
    }
  }
  return findings;
}

}  // namespace datong::domain
