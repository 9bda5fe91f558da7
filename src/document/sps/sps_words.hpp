#pragma once
// The codes and note subjects of SPSCertificate that writer and reader share. Source: UN/CEFACT D16B code lists; note
// subjects of the ePhyto guide as far as they are known (docs/sources.md, SPS). Thread rule: constants.
#include <string_view>
#include <utility>

namespace datong::document::sps {

inline constexpr std::string_view kMessageSpace = "urn:un:unece:uncefact:data:standard:SPSCertificate:17";
inline constexpr std::string_view kAggregateSpace =
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:21";
inline constexpr std::string_view kTypeSpace = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:21";
inline constexpr std::pair<std::string_view, std::string_view> kSpaces[] = {
    {"rsm", kMessageSpace}, {"ram", kAggregateSpace}, {"udt", kTypeSpace}};

inline constexpr std::string_view kTypeExport = "851", kTypeReexport = "657";
inline constexpr std::string_view kStatusIssued = "70", kStatusWithdrawn = "40";
inline constexpr std::string_view kMidnight = "T00:00:00+08:00";
inline constexpr std::string_view kProcess = "ZZZ", kHours = "HUR", kCelsius = "CEL", kHarmonizedSystem = "HS";

// Note subjects.
inline constexpr std::string_view kAdditionalDeclaration = "ADEDL", kMarks = "DMCL", kPackages = "OPTND",
                                  kQuantity = "OQV", kQuantityUnit = "OQU", kOriginCountry = "RPCCO",
                                  kOriginalNumber = "RPCRF";
/// The boxes of the re-export statement and the words of domain::kReexportMarks.
inline constexpr std::pair<std::string_view, std::string_view> kMarkSubjects[] = {{"RPCOR", "original"},
                                                                                  {"RPCTC", "certified_copy"},
                                                                                  {"RPCPK", "packed"},
                                                                                  {"RPCRP", "repacked"},
                                                                                  {"RPCOC", "original_containers"},
                                                                                  {"RPCNC", "new_containers"},
                                                                                  {"RPCPC", "original_certificate"},
                                                                                  {"RPCAI", "additional_inspection"}};
// Characteristics of a treatment.
inline constexpr std::string_view kTreatment = "TTL1", kChemical = "TTCH", kTemperature = "TTTM",
                                  kConcentration = "TTCO", kTreatmentInformation = "TTAI";

}  // namespace datong::document::sps
