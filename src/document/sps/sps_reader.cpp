#include "document/sps/sps_reader.hpp"

#include <algorithm>
#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/eciq/sax.hpp"
#include "document/sps/sps_words.hpp"

namespace datong::document {
namespace {

using domain::PhytosanitaryCertificate;

class SpsSink : public XmlSink {
 public:
  void start(const XmlElement& element) override {
    const bool ours = element.space == sps::kMessageSpace || element.space == sps::kAggregateSpace ||
                      element.space == sps::kTypeSpace;
    if (depth_passed_ > 0 || !ours) {
      if (path_.empty()) return stop("the root is no SPSCertificate of version 17");
      ++depth_passed_;
      return;
    }
    if (path_.empty() && element.name != "SPSCertificate") return stop("the root is no SPSCertificate of version 17");
    lengths_.push_back(path_.size());
    path_.append("/").append(element.name);
    text_.clear();
    unit_.clear();
    for (const XmlAttribute& attribute : element.attributes()) {
      if (attribute.name == "unitCode") unit_ = attribute.value;
    }
    begin_group();
  }

  void end() override {
    if (depth_passed_ > 0) {
      --depth_passed_;
      return;
    }
    end_group();
    take_text();
    path_.resize(lengths_.back());
    lengths_.pop_back();
    text_.clear();
  }

  void text(std::string_view piece) override {
    if (depth_passed_ == 0) text_ += piece;
  }

  Result<PhytosanitaryCertificate> take() {
    if (has_reexport_) made_.reexport = std::move(reexport_);
    if (has_treatment_) made_.treatment = std::move(treatment_);
    return std::move(made_);
  }

 private:
  static constexpr std::string_view kDocument = "/SPSCertificate/SPSExchangedDocument";
  static constexpr std::string_view kConsignment = "/SPSCertificate/SPSConsignment";
  static constexpr std::string_view kLine =
      "/SPSCertificate/SPSConsignment/IncludedSPSConsignmentItem/IncludedSPSTradeLineItem";

  /// Whether the open element stands at `base` + `rest`.
  bool at(std::string_view base, std::string_view rest) const {
    return path_.size() == base.size() + rest.size() && path_.starts_with(base) && path_.ends_with(rest);
  }
  PhytosanitaryCertificate::Produce& line() { return made_.produce.back(); }
  bool is_first_line() const { return made_.produce.size() == 1; }

  void begin_group() {
    if (at(kLine, "")) made_.produce.emplace_back();
    if (at(kLine, "/PhysicalSPSPackage")) line().packages.emplace_back();
    if (at(kLine, "/AppliedSPSProcess") && is_first_line()) has_treatment_ = true;
    const bool holds_pairs = path_.ends_with("SPSNote") || path_.ends_with("/ApplicableSPSProcessCharacteristic");
    if (holds_pairs) subject_.clear(), content_.clear();
  }

  void end_group() {
    if (at(kDocument, "/IncludedSPSNote")) document_note();
    if (at(kLine, "/AdditionalInformationSPSNote")) line_note();
    if (at(kLine, "/AppliedSPSProcess/ApplicableSPSProcessCharacteristic") && is_first_line()) characteristic();
  }

  void document_note() {
    if (subject_ == sps::kAdditionalDeclaration) join(made_.additional_declaration);
    if (subject_ == sps::kMarks) join(made_.marks);
  }
  /// Other senders repeat a note; ours never does.
  void join(std::string& box) const { box += (box.empty() ? "" : "\n") + content_; }

  void line_note() {
    if (subject_ == sps::kPackages) line().packages_text = content_;
    if (subject_ == sps::kQuantity) quantity().value = number(content_);
    if (subject_ == sps::kQuantityUnit) quantity().unit = content_;
    if (subject_ == sps::kOriginCountry) reexport_.origin_country = content_;
    if (subject_ == sps::kOriginalNumber) reexport_.original_number = content_;
    for (const auto& [subject, mark] : sps::kMarkSubjects) {
      if (subject_ == subject && content_ == "true") reexport_.marks.emplace(mark);
    }
  }
  PhytosanitaryCertificate::Measure& quantity() {
    if (!line().quantity) line().quantity.emplace();
    return *line().quantity;
  }

  void characteristic() {
    if (subject_ == sps::kTreatment) treatment_.treatment = content_;
    if (subject_ == sps::kChemical) treatment_.chemical = content_;
    if (subject_ == sps::kConcentration) treatment_.concentration = content_;
    if (subject_ == sps::kTreatmentInformation) treatment_.information = content_;
  }

  Decimal number(std::string_view digits) {
    const auto value = Decimal::parse(trim(digits));
    if (!value) stop("no number: " + path_);
    return value.value_or(Decimal{});
  }
  Date day() {
    const auto value = Date::parse(trim(text_).substr(0, 10));
    if (!value) stop("no date: " + path_);
    return value.value_or(Date{});
  }
  std::uint64_t count() {
    const std::string_view digits = trim(text_);
    std::uint64_t value = 0;
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (bad != std::errc() || end != digits.data() + digits.size()) stop("no count: " + path_);
    return value;
  }

  void take_text() {
    if (path_.starts_with(kLine)) return take_line_text();
    if (path_.starts_with(kConsignment)) return take_consignment_text();
    take_document_text();
  }

  void take_document_text() {
    if (at(kDocument, "/ID")) made_.number = text_;
    if (at(kDocument, "/TypeCode")) {
      has_reexport_ = text_ == sps::kTypeReexport;
      if (!has_reexport_ && text_ != sps::kTypeExport) stop("no phytosanitary certificate: " + text_);
    }
    if (at(kDocument, "/StatusCode")) made_.is_withdrawn = text_ == sps::kStatusWithdrawn;
    if (at(kDocument, "/IssueDateTime/DateTimeString")) made_.issued_on = day();
    if (at(kDocument, "/IssuerSPSParty/Name")) made_.organisation = text_;
    if (at(kDocument, "/SignatorySPSAuthentication/IssueSPSLocation/Name")) made_.place_of_issue = text_;
    if (at(kDocument, "/SignatorySPSAuthentication/ProviderSPSParty/SpecifiedSPSPerson/Name")) made_.officer = text_;
    take_note_text();
  }

  void take_note_text() {
    if (path_.ends_with("SPSNote/Subject")) subject_ = text_;
    if (path_.ends_with("SPSNote/Content")) content_ = text_;
  }

  void take_consignment_text() {
    const auto party = [this](std::string_view name, PhytosanitaryCertificate::Party& into) {
      if (at(kConsignment, std::string(name).append("/Name"))) into.name = text_;
      if (at(kConsignment, std::string(name).append("/SpecifiedSPSAddress/LineOne"))) into.address = text_;
    };
    party("/ConsignorSPSParty", made_.exporter);
    party("/ConsigneeSPSParty", made_.consignee);
    if (at(kConsignment, "/ExportSPSCountry/ID")) made_.exporting_country.code = text_;
    if (at(kConsignment, "/ExportSPSCountry/Name")) made_.exporting_country.name = text_;
    if (at(kConsignment, "/ImportSPSCountry/ID")) made_.importing_country.code = text_;
    if (at(kConsignment, "/ImportSPSCountry/Name")) made_.importing_country.name = text_;
    if (at(kConsignment, "/UnloadingBaseportSPSLocation/Name")) made_.point_of_entry = text_;
    if (at(kConsignment, "/ExaminationSPSEvent/OccurrenceSPSLocation/Name")) made_.place_of_examination = text_;
    if (at(kConsignment, "/MainCarriageSPSTransportMovement/ID")) made_.voyage = text_;
    if (at(kConsignment, "/MainCarriageSPSTransportMovement/ModeCode")) made_.transport_mode = text_;
    if (at(kConsignment, "/MainCarriageSPSTransportMovement/UsedSPSTransportMeans/Name")) made_.conveyance = text_;
  }

  void take_line_text() {
    if (at(kLine, "/Description")) line().name = text_;
    if (at(kLine, "/ScientificName")) line().botanical_name = text_;
    if (at(kLine, "/NetWeightMeasure")) line().net_weight = {number(text_), unit_};
    if (at(kLine, "/ApplicableSPSClassification/SystemName")) system_ = text_;
    if (at(kLine, "/ApplicableSPSClassification/ClassCode") && system_ == sps::kHarmonizedSystem)
      line().commodity_code = text_;
    if (at(kLine, "/PhysicalSPSPackage/TypeCode")) line().packages.back().type = text_;
    if (at(kLine, "/PhysicalSPSPackage/ItemQuantity")) line().packages.back().count = count();
    if (at(kLine, "/OriginSPSCountry/ID")) line().origin.code = text_;
    if (at(kLine, "/OriginSPSCountry/Name")) line().origin.name = text_;
    if (at(kLine, "/OriginSPSCountry/SubordinateSPSCountrySubDivision/Name")) line().origin_place = text_;
    take_note_text();
    if (is_first_line()) take_treatment_text();
  }

  void take_treatment_text() {
    if (at(kLine, "/AppliedSPSProcess/CompletionSPSPeriod/StartDateTime/DateTimeString")) treatment_.date = day();
    if (at(kLine, "/AppliedSPSProcess/CompletionSPSPeriod/DurationMeasure") && unit_ == sps::kHours)
      treatment_.duration_hours = number(text_);
    if (at(kLine, "/AppliedSPSProcess/ApplicableSPSProcessCharacteristic/Description")) (subject_.empty() ? subject_ : content_) = text_;
    const bool is_temperature = subject_ == sps::kTemperature && unit_ == sps::kCelsius;
    if (at(kLine, "/AppliedSPSProcess/ApplicableSPSProcessCharacteristic/ValueMeasure") && is_temperature)
      treatment_.temperature_celsius = number(text_);
  }

  std::string path_, text_, unit_, subject_, content_, system_;
  std::vector<std::size_t> lengths_;
  std::size_t depth_passed_ = 0;
  PhytosanitaryCertificate made_;
  PhytosanitaryCertificate::Reexport reexport_;
  PhytosanitaryCertificate::Treatment treatment_;
  bool has_reexport_ = false, has_treatment_ = false;
};

}  // namespace

Result<PhytosanitaryCertificate> read_sps(std::string_view utf8) {
  SpsSink sink;
  if (auto read = stream_xml(utf8, sink); !read) return read.error();
  return sink.take();
}

}  // namespace datong::document
