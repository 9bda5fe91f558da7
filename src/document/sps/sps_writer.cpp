#include "document/sps/sps_writer.hpp"

#include "base/text.hpp"
#include "document/eciq/inner_xml.hpp"
#include "document/sps/sps_words.hpp"

namespace datong::document {
namespace {

using domain::PhytosanitaryCertificate;

/// Elements of the reusable aggregates are written with the prefix ram; the schema fixes their order.
class Writer {
 public:
  /// Set by the first value that cannot be written.
  std::optional<Error> error;

  /// Writes <ram:name>…</ram:name> around what `inside` writes.
  template <class Inside>
  void group(std::string_view name, Inside&& inside) {
    around("ram:" + std::string(name), inside);
  }
  template <class Inside>
  void message(std::string_view name, Inside&& inside) {
    around("rsm:" + std::string(name), inside);
  }
  void text(std::string_view name, std::string_view value, std::string_view attribute = {}) {
    if (value.empty()) return;
    if (!is_utf8(value) || !is_xml_text(value)) fail("XML cannot carry a character of " + std::string(name));
    const std::string tag = "ram:" + std::string(name);
    open(tag + std::string(attribute));
    append_text(value);
    close(tag);
  }
  void must(std::string_view name, std::string_view value) {
    if (value.empty()) fail("no " + std::string(name));
    text(name, value);
  }
  void measure(std::string_view name, const PhytosanitaryCertificate::Measure& measure) {
    if (!is_code(measure.unit)) return fail("no unit code of " + std::string(name));
    text(name, measure.value.to_string(), " unitCode=\"" + measure.unit + "\"");
  }
  /// Midnight at +08:00, the legal day's own.
  void day(std::string_view name, Date day) {
    group(name, [&] {
      open("udt:DateTimeString");
      out_ += day.to_string() + std::string(sps::kMidnight);
      close("udt:DateTimeString");
    });
  }
  void note(std::string_view element, std::string_view subject, std::string_view content) {
    if (content.empty()) return;
    group(element, [&] {
      text("Subject", subject);
      text("Content", content);
    });
  }
  void country(std::string_view element, const PhytosanitaryCertificate::Country& country,
               std::string_view place = {}) {
    if (!is_code(country.code) || country.code.size() != 2) fail("no two-letter country code");
    group(element, [&] {
      text("ID", country.code);
      text("Name", country.name);
      if (!place.empty()) group("SubordinateSPSCountrySubDivision", [&] { text("Name", place); });
    });
  }
  void location(std::string_view element, std::string_view name) {
    group(element, [&] { must("Name", name); });
  }
  void party(std::string_view element, const PhytosanitaryCertificate::Party& party) {
    group(element, [&] {
      text("Name", party.name);
      if (!party.address.empty()) group("SpecifiedSPSAddress", [&] { text("LineOne", party.address); });
    });
  }
  void fail(std::string reason) {
    if (!error) error = failure(Code::malformed, std::move(reason));
  }
  std::string take() { return std::move(out_); }

 private:
  template <class Inside>
  void around(const std::string& tag, Inside& inside) {
    open(tag);
    inside();
    close(tag);
  }
  void open(std::string_view tag) { out_.append("<").append(tag).append(">"); }
  void close(std::string_view tag) { out_.append("</").append(tag).append(">"); }
  /// A carriage return must be a reference, or reading would make it a line feed.
  void append_text(std::string_view value) {
    for (const std::string_view piece : split(value, '\r')) {
      if (piece.data() != value.data()) out_ += "&#13;";
      append_xml_text(out_, piece);
    }
  }
  static bool is_code(std::string_view code) {
    if (code.empty() || code.size() > 3) return false;
    for (const char c : code) {
      if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) return false;
    }
    return true;
  }

  std::string out_;
};

void write_exchanged_document(Writer& out, const PhytosanitaryCertificate& certificate) {
  out.message("SPSExchangedDocument", [&] {
    out.text("Name", certificate.reexport ? "PHYTOSANITARY CERTIFICATE FOR RE-EXPORT" : "PHYTOSANITARY CERTIFICATE");
    out.must("ID", certificate.number);
    out.text("TypeCode", certificate.reexport ? sps::kTypeReexport : sps::kTypeExport);
    out.text("StatusCode", certificate.is_withdrawn ? sps::kStatusWithdrawn : sps::kStatusIssued);
    if (!certificate.issued_on) return out.fail("no day of issue");
    out.day("IssueDateTime", *certificate.issued_on);
    out.group("IssuerSPSParty", [&] { out.must("Name", certificate.organisation); });
    out.note("IncludedSPSNote", sps::kAdditionalDeclaration, certificate.additional_declaration);
    out.note("IncludedSPSNote", sps::kMarks, certificate.marks);
    out.group("SignatorySPSAuthentication", [&] {
      out.day("ActualDateTime", *certificate.issued_on);
      out.location("IssueSPSLocation", certificate.place_of_issue);
      out.group("ProviderSPSParty", [&] {
        if (!certificate.officer.empty())
          out.group("SpecifiedSPSPerson", [&] { out.text("Name", certificate.officer); });
      });
    });
  });
}

void write_reexport(Writer& out, const PhytosanitaryCertificate::Reexport& reexport) {
  constexpr std::string_view kNote = "AdditionalInformationSPSNote";
  out.note(kNote, sps::kOriginCountry, reexport.origin_country);
  out.note(kNote, sps::kOriginalNumber, reexport.original_number);
  for (const auto& [subject, mark] : sps::kMarkSubjects)
    out.note(kNote, subject, reexport.marks.contains(mark) ? "true" : "false");
}

void write_treatment(Writer& out, const PhytosanitaryCertificate::Treatment& treatment) {
  const auto said = [&](std::string_view tag, std::string_view text) {
    if (text.empty()) return;
    out.group("ApplicableSPSProcessCharacteristic", [&] {
      out.text("Description", tag);
      out.text("Description", text);
    });
  };
  out.group("AppliedSPSProcess", [&] {
    out.text("TypeCode", sps::kProcess);
    out.group("CompletionSPSPeriod", [&] {
      out.day("StartDateTime", treatment.date);
      if (treatment.duration_hours)
        out.measure("DurationMeasure", {*treatment.duration_hours, std::string(sps::kHours)});
    });
    said(sps::kTreatment, treatment.treatment);
    said(sps::kChemical, treatment.chemical);
    if (treatment.temperature_celsius) {
      out.group("ApplicableSPSProcessCharacteristic", [&] {
        out.text("Description", sps::kTemperature);
        out.measure("ValueMeasure", {*treatment.temperature_celsius, std::string(sps::kCelsius)});
      });
    }
    said(sps::kConcentration, treatment.concentration);
    said(sps::kTreatmentInformation, treatment.information);
  });
}

void write_produce(Writer& out, const PhytosanitaryCertificate& certificate, std::size_t index) {
  const PhytosanitaryCertificate::Produce& produce = certificate.produce[index];
  out.group("IncludedSPSTradeLineItem", [&] {
    out.text("SequenceNumeric", std::to_string(index + 1));
    out.must("Description", produce.name);
    out.text("ScientificName", produce.botanical_name);
    if (produce.net_weight) out.measure("NetWeightMeasure", *produce.net_weight);
    out.note("AdditionalInformationSPSNote", sps::kPackages, produce.packages_text);
    if (produce.quantity) {
      out.note("AdditionalInformationSPSNote", sps::kQuantity, produce.quantity->value.to_string());
      out.note("AdditionalInformationSPSNote", sps::kQuantityUnit, produce.quantity->unit);
    }
    if (certificate.reexport) write_reexport(out, *certificate.reexport);
    if (!produce.commodity_code.empty()) {
      out.group("ApplicableSPSClassification", [&] {
        out.text("SystemName", sps::kHarmonizedSystem);
        out.text("ClassCode", produce.commodity_code);
      });
    }
    for (const PhytosanitaryCertificate::Package& package : produce.packages) {
      out.group("PhysicalSPSPackage", [&] {
        out.text("LevelCode", "4");
        out.must("TypeCode", package.type);
        out.text("ItemQuantity", std::to_string(package.count));
      });
    }
    out.country("OriginSPSCountry", produce.origin, produce.origin_place);
    if (certificate.treatment) write_treatment(out, *certificate.treatment);
  });
}

void write_consignment(Writer& out, const PhytosanitaryCertificate& certificate) {
  out.message("SPSConsignment", [&] {
    out.party("ConsignorSPSParty", certificate.exporter);
    out.party("ConsigneeSPSParty", certificate.consignee);
    out.country("ExportSPSCountry", certificate.exporting_country);
    out.country("ImportSPSCountry", certificate.importing_country);
    if (!certificate.point_of_entry.empty()) out.location("UnloadingBaseportSPSLocation", certificate.point_of_entry);
    out.group("ExaminationSPSEvent", [&] { out.location("OccurrenceSPSLocation", certificate.place_of_examination); });
    out.group("MainCarriageSPSTransportMovement", [&] {
      out.text("ID", certificate.voyage);
      out.must("ModeCode", certificate.transport_mode);
      if (!certificate.conveyance.empty())
        out.group("UsedSPSTransportMeans", [&] { out.text("Name", certificate.conveyance); });
    });
    if (certificate.produce.empty()) out.fail("no produce");
    out.group("IncludedSPSConsignmentItem", [&] {
      for (std::size_t i = 0; i < certificate.produce.size(); ++i) write_produce(out, certificate, i);
    });
  });
}

}  // namespace

Result<std::string> write_sps(const PhytosanitaryCertificate& certificate) {
  Writer out;
  write_exchanged_document(out, certificate);
  write_consignment(out, certificate);
  if (out.error) return std::move(*out.error);
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rsm:SPSCertificate";
  for (const auto& [prefix, space] : sps::kSpaces)
    xml += " xmlns:" + std::string(prefix) + "=\"" + std::string(space) + "\"";
  return xml + ">" + out.take() + "</rsm:SPSCertificate>\n";
}

}  // namespace datong::document
