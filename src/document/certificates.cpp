#include "document/certificates.hpp"

#include <string_view>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/rules.hpp"

namespace datong::document {
namespace {

using domain::Group;
using domain::Record;
namespace F = domain::F;

constexpr std::array<domain::FieldAt, 3> kStrings{F::header::certificate_codes, F::header::certificate_originals,
                                                  F::header::certificate_copies};
constexpr std::array<domain::FieldAt, 3> kEntries{F::required_certificate::certificate_code,
                                                  F::required_certificate::originals, F::required_certificate::copies};

std::string_view group_name() { return domain::group_spec(Group::required_certificate).name; }

Finding wrong_shape() {
  const std::string name(group_name());
  return domain::finding("DEC001", "/" + name, {name, "[{certificate_code, originals, copies}]"});
}

}  // namespace

void take_certificate_strings(domain::Document& document, std::vector<Finding>& findings) {
  Record& header = document.header();
  std::array<std::vector<std::string_view>, 3> pieces;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string_view text = header[kStrings[i]];
    const bool none = text.empty() || (text == "0" && pieces[0].size() != 1);  // "0" beside one code is its number
    if (!none) pieces[i] = split(text, ',');
  }
  const std::size_t count = pieces[0].size();
  const auto fits = [count](const auto& list) { return list.empty() || list.size() == count; };
  if (!fits(pieces[1]) || !fits(pieces[2]) || (count > 0 && header.count(Group::required_certificate) > 0)) {
    findings.push_back(wrong_shape());
    return;
  }
  for (const domain::FieldAt field : kStrings) header.set(field, {});
  for (std::size_t entry = 0; entry < count && entry < limits::kCertificatesMax; ++entry) {
    Record& certificate = header.children().emplace_back(Group::required_certificate, document.arena());
    for (std::size_t i = 0; i < 3; ++i) {
      if (!pieces[i].empty()) certificate.set(kEntries[i], pieces[i][entry]);
    }
  }
  if (count > limits::kCertificatesMax) {
    const std::string name(group_name());
    findings.push_back(
        domain::finding("DEC009", "/" + name, {name, std::to_string(limits::kCertificatesMax), std::to_string(count)}));
  }
}

std::array<std::string, 3> certificate_strings(const Record& header) {
  std::array<std::string, 3> strings;
  for (std::size_t i = 0; i < 3; ++i) {
    bool first = true, any = false;
    header.each(Group::required_certificate, [&](const Record& certificate) {
      if (!first) strings[i] += ',';
      strings[i] += certificate[kEntries[i]];
      any = any || certificate.has(kEntries[i]);
      first = false;
    });
    if (first) {
      strings[i] = header[kStrings[i]];
    } else if (!any) {
      strings[i].clear();
    }
  }
  return strings;
}

}  // namespace datong::document
