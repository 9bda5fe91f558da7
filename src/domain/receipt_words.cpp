#include "domain/receipt_words.hpp"

namespace datong::domain {
namespace {

struct KindWords {
  std::string_view kind;
  Words words;
};
constexpr KindWords kKinds[] = {
#define RECEIPT_WORDS(kind, zh, en) {#kind, {zh, en}},
#include "domain/receipt_words.def"
#undef RECEIPT_WORDS
};

struct ValueWords {
  std::string_view field, value;
  Words words;
};
constexpr ValueWords kValues[] = {
    {"where", "at_desk", {"到报检窗口提交", "at the document desk"}},
    {"where", "at_inspection", {"检验时交施检人员", "to the inspector at the inspection"}},
    {"where", "at_collection", {"领证时提交", "when the documents are collected"}},
    {"reason", "amended", {"申报已更改", "the declaration was amended"}},
    {"reason", "inspected_again", {"货物重新检验", "the goods are inspected again"}},
    {"reason", "closed", {"不合格结案", "the case was closed as non-conforming"}},
    {"reason", "lapsed", {"逾期自动撤销", "the declaration lapsed"}},
    {"reason", "withdrawn", {"申报已撤销", "the declaration was withdrawn"}},
};

}  // namespace

const Words* receipt_words(std::string_view kind) {
  for (const KindWords& row : kKinds) {
    if (row.kind == kind) return &row.words;
  }
  return nullptr;
}

const Words* value_words(std::string_view field, std::string_view value) {
  for (const ValueWords& row : kValues) {
    if (row.field == field && row.value == value) return &row.words;
  }
  return nullptr;
}

}  // namespace datong::domain
