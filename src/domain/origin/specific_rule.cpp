#include "domain/origin/specific_rule.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

struct LevelName {
  ChangeLevel level;
  std::string_view name;
};
constexpr LevelName kLevels[] = {
    {ChangeLevel::chapter, "CC"}, {ChangeLevel::heading, "CTH"}, {ChangeLevel::subheading, "CTSH"}};

struct ContentName {
  Proof proof;
  std::string_view name;
};
constexpr ContentName kContents[] = {
    {Proof::value_content, "RVC"}, {Proof::non_originating_share, "MAXVNM"}, {Proof::cumulative_content, "CUM"}};

constexpr std::string_view kRequirementWanted = "WO, PE, CC, CTH, CTSH, RVC, MAXVNM, CUM, CR or PROCESS";

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads from left to right. The first mistake is kept with its place; after it everything answers "no".
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<OriginRule> read() {
    OriginRule rule;
    if (text_.size() > limits::kOriginRuleBytesMax) {
      at_ = limits::kOriginRuleBytesMax;
      fail("at most " + std::to_string(limits::kOriginRuleBytesMax) + " bytes");
    }
    do {
      if (rule.alternatives.size() == limits::kOriginAlternativesMax) fail("no more alternatives");
      rule.alternatives.push_back(alternative());
    } while (!mistake_ && separator());
    if (!mistake_ && at_ != text_.size()) fail("\"and\", \"or\", \";\" or the end");
    if (mistake_) return Error{Code::malformed, {*mistake_}, words(*mistake_, "en")};
    return rule;
  }

 private:
  void fail(std::string wanted) {
    if (!mistake_) mistake_ = finding("OCA061", "", {std::to_string(at_ + 1), std::move(wanted)});
  }
  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    skip_blanks();
    return true;
  }
  /// The whole word at this place, or nothing: "CTH" is not the beginning of "CTHX".
  bool take_word(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    const std::size_t end = at_ + wanted.size();
    if (end < text_.size() && text_[end] != ' ' && text_[end] != ';' && text_[end] != ',') return false;
    at_ = end;
    skip_blanks();
    return true;
  }
  void want_word(std::string_view wanted) {
    if (!take_word(wanted)) fail("\"" + std::string(wanted) + "\"");
  }

  bool separator() {
    if (take(';')) {
      take_word("or");
      return true;
    }
    return take_word("or");
  }

  Alternative alternative() {
    Alternative read;
    do {
      if (read.requirements.size() == limits::kOriginRequirementsMax) fail("no more requirements");
      read.requirements.push_back(requirement());
    } while (!mistake_ && take_word("and"));
    return read;
  }

  Requirement requirement() {
    Requirement read;
    skip_blanks();
    if (mistake_) return read;
    if (take_word("WO")) return read;
    if (take_word("PE")) return read.proof = Proof::exclusively_originating, read;
    if (take_word("CR")) return read.proof = Proof::chemical_reaction, read;
    if (take_word("PROCESS")) return process();
    for (const LevelName& level : kLevels) {
      if (take_word(level.name)) return tariff_change(level.level);
    }
    for (const ContentName& content : kContents) {
      const std::size_t end = at_ + content.name.size();
      if (text_.substr(at_).starts_with(content.name) && (end >= text_.size() || !is_letter(text_[end]))) {
        at_ = end;
        return contents(content.proof);
      }
    }
    fail(std::string(kRequirementWanted));
    return read;
  }

  Requirement process() {
    Requirement read;
    read.proof = Proof::process;
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           ((text_[at_] >= 'a' && text_[at_] <= 'z') || is_digit(text_[at_]) || text_[at_] == '_')) {
      ++at_;
    }
    read.process = text_.substr(start, at_ - start);
    if (read.process.empty() || (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != ';')) {
      fail("a process name of a-z, 0-9 and _");
    }
    skip_blanks();
    return read;
  }

  Requirement tariff_change(ChangeLevel level) {
    Requirement read;
    read.proof = Proof::tariff_change;
    read.level = level;
    if (take_word("except")) {
      want_word("from");
      do {
        if (read.exceptions.size() == limits::kOriginExceptionsMax) fail("no more exceptions");
        read.exceptions.push_back(range());
      } while (!mistake_ && take(','));
    }
    if (!mistake_ && take_word("without")) {
      want_word("de");
      want_word("minimis");
      read.allows_de_minimis = false;
    }
    return read;
  }

  CodeRange range() {
    CodeRange read;
    read.first = code();
    read.last = read.first;
    if (mistake_ || !take_word("to")) return read;
    const std::size_t start = at_;
    read.last = code();
    if (!mistake_ && (read.last.size() != read.first.size() || read.last < read.first)) {
      at_ = start;
      fail("a code of as many digits that is not before the first");
    }
    return read;
  }

  /// 2, 4 or 6 digits; a dot may stand after the second or the fourth, in front of exactly two more.
  std::string code() {
    const std::size_t start = at_;
    std::string digits;
    std::size_t dot = 0;
    while (at_ < text_.size() && digits.size() <= 6 && (is_digit(text_[at_]) || (text_[at_] == '.' && dot == 0))) {
      if (text_[at_] == '.') {
        dot = digits.size() + 1;
      } else {
        digits += text_[at_];
      }
      ++at_;
    }
    const bool dot_is_right = dot == 0 || (dot > 1 && digits.size() == dot + 1);
    if (digits.empty() || digits.size() > 6 || digits.size() % 2 != 0 || !dot_is_right) {
      at_ = start;
      fail("a code of 2, 4 or 6 digits");
    }
    skip_blanks();
    return digits;
  }

  Requirement contents(Proof proof) {
    Requirement read;
    read.proof = proof;
    const std::size_t start = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    const std::optional<Decimal> percent = Decimal::parse(text_.substr(start, at_ - start));
    if (!percent || percent->is_zero() || *percent > Decimal::from_integer(100)) {
      at_ = start;
      fail("a percentage over 0, at most 100");
      return read;
    }
    read.percent = *percent;
    if (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != ';') fail("a blank");
    skip_blanks();
    if (proof == Proof::value_content) {
      if (take_word("build-down")) {
        read.method = ContentMethod::build_down;
      } else if (take_word("build-up")) {
        read.method = ContentMethod::build_up;
      }
    }
    if (proof != Proof::cumulative_content && !take_word("FOB") && take_word("EXW")) read.base = PriceBase::ex_factory;
    return read;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Finding> mistake_;
};

std::string dotted(const std::string& code) {
  return code.size() == 2 ? code : code.substr(0, code.size() - 2) + "." + code.substr(code.size() - 2);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : std::string(between)) + part;
  return out;
}

std::string tariff_change_text(const Requirement& requirement) {
  std::string out;
  for (const LevelName& level : kLevels) {
    if (level.level == requirement.level) out = level.name;
  }
  std::vector<std::string> ranges;
  for (const CodeRange& range : requirement.exceptions) {
    ranges.push_back(dotted(range.first) + (range.last == range.first ? "" : " to " + dotted(range.last)));
  }
  if (!ranges.empty()) out += " except from " + joined(ranges, ", ");
  return out + (requirement.allows_de_minimis ? "" : " without de minimis");
}

std::string content_text(const Requirement& requirement) {
  std::string out;
  for (const ContentName& content : kContents) {
    if (content.proof == requirement.proof) out = content.name;
  }
  out += requirement.percent.to_string();
  switch (requirement.method) {
    case ContentMethod::either: break;
    case ContentMethod::build_down: out += " build-down"; break;
    case ContentMethod::build_up: out += " build-up"; break;
  }
  return out + (requirement.base == PriceBase::ex_factory ? " EXW" : "");
}

}  // namespace

std::string_view proof_name(Proof proof) {
  switch (proof) {
    case Proof::wholly_obtained: return "wholly_obtained";
    case Proof::exclusively_originating: return "exclusively_originating";
    case Proof::tariff_change: return "tariff_change";
    case Proof::value_content: return "value_content";
    case Proof::non_originating_share: return "non_originating_share";
    case Proof::cumulative_content: return "cumulative_content";
    case Proof::chemical_reaction: return "chemical_reaction";
    case Proof::process: return "process";
  }
  return "";
}

Result<OriginRule> parse_origin_rule(std::string_view text) { return Reader(text).read(); }

std::string to_text(const Requirement& requirement) {
  switch (requirement.proof) {
    case Proof::wholly_obtained: return "WO";
    case Proof::exclusively_originating: return "PE";
    case Proof::tariff_change: return tariff_change_text(requirement);
    case Proof::value_content:
    case Proof::non_originating_share:
    case Proof::cumulative_content: return content_text(requirement);
    case Proof::chemical_reaction: return "CR";
    case Proof::process: return "PROCESS " + requirement.process;
  }
  return "";
}

std::string to_text(const OriginRule& rule) {
  std::vector<std::string> alternatives;
  for (const Alternative& alternative : rule.alternatives) {
    std::vector<std::string> requirements;
    for (const Requirement& requirement : alternative.requirements) requirements.push_back(to_text(requirement));
    alternatives.push_back(joined(requirements, " and "));
  }
  return joined(alternatives, " or ");
}

const SpecificRule* rule_for(std::string_view commodity_code, const std::vector<SpecificRule>& rules) {
  const SpecificRule* best = nullptr;
  for (const SpecificRule& rule : rules) {
    if (!rule.goods.contains(commodity_code)) continue;
    const bool is_longer = best != nullptr && rule.goods.first.size() > best->goods.first.size();
    const bool is_narrower = best != nullptr && rule.goods.first.size() == best->goods.first.size() &&
                             rule.goods.first >= best->goods.first && rule.goods.last <= best->goods.last &&
                             rule.goods != best->goods;
    if (best == nullptr || is_longer || is_narrower) best = &rule;
  }
  return best;
}

}  // namespace datong::domain
