#pragma once
// Two complete example declarations, an export and an import, and the parties they name: for tests of every module, the
// benchmark, guided examples and printed samples. Invented names; numbers with right check digits; they pass every rule
// against data/classic on any day of 2024 to 2026. Not here: records in a store. Thread rule: pure.
#include <cstddef>
#include <string_view>
#include <vector>

#include "domain/inspection/certificate_content.hpp"
#include "domain/declaration/review.hpp"

namespace datong::domain {

/// Cotton trousers from Shanghai to Los Angeles, declared by the exporter himself (3100600001).
Document example_export(Date legal_day);
/// Saffron corms instead of trousers, with a phytosanitary certificate asked for.
Document example_plant_export(Date legal_day);
/// Ultrasound apparatus from Hamburg to Shanghai, declared by the agent 3200910001 for consignee 3100600002.
Document example_import(Date legal_day);
/// Gives the declaration `count` goods lines (1 …) of various commodities, made from its first one; seals it again.
void make_lines(Document& document, std::size_t count);

/// Self-declaring 3100600001 and 3100600002, agent 3200910001; all admitted, in force for ever.
std::vector<Enterprise> example_enterprises();
/// 3100700001 张三 of 3100600001, 3100700002 王五 of 3100600002, 3200700001 李四 of 3200910001.
std::vector<Declarant> example_declarants();
/// What a drafter states for a certificate of that kind of one of the examples: everything the kind must have.
CertificateContent example_content(std::string_view code);
/// What an office holding the examples' parties, a mandate and the agent's admission at Shanghai would answer to
/// needs(document).
OfficeFacts example_facts(const Document& document);

}  // namespace datong::domain
