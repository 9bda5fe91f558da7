#include "document/eciq/form_sink.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/json/form_json.hpp"
#include "domain/rules.hpp"

namespace datong::document {

using domain::Group;
using domain::Record;

FormSink::FormSink(Group root) : reading_{domain::Document(root), {}} {
  push_place(kOutside);  // so that every element has one around it
}

void FormSink::start(const XmlElement& element) {
  switch (frames_.back().kind) {
    case Kind::place: return start_in_place(frames_.back().place, element);
    case Kind::record: return start_in_record(element);
    case Kind::unknown:
      if (!inner_.start(element, is_home(element) ? std::string_view{} : element.space)) stop("markup that is not kept");
      return;
    case Kind::dropped: {
      Frame inside = frames_.back();
      return push(inside);
    }
    case Kind::word:
    case Kind::field: return stop("element " + std::string(element.name) + " inside a value");
  }
}

void FormSink::end() {
  Frame& top = frames_.back();
  switch (top.kind) {
    case Kind::field: {
      const domain::Field& field = domain::fields_of(top.record->group())[top.position];
      if (!text_.empty()) top.record->set(top.position, reading_.document.keep(value(field, text_)));
      break;
    }
    case Kind::word: *top.word = text_; break;
    case Kind::unknown:
      if (inner_.depth() > 0) return inner_.end();
      end_unknown(top);
      break;
    case Kind::record:
      if (top.record != &root()) report_counts(top);
      break;
    case Kind::place:
    case Kind::dropped: break;
  }
  frames_.pop_back();
}

void FormSink::text(std::string_view piece) {
  switch (frames_.back().kind) {
    case Kind::field:
    case Kind::word: text_ += piece; return;
    case Kind::unknown: return inner_.text(piece);
    case Kind::dropped: return;
    case Kind::place:
    case Kind::record:
      if (!trim(piece).empty()) stop("text between elements");
      return;
  }
}

Reading FormSink::take_reading() {
  report_counts({Kind::record, kOutside, &root(), &root_seen_, 0, {}, nullptr});
  reading_.document.seal();
  return std::move(reading_);
}

void FormSink::push_word(std::string* into) {
  text_.clear();
  push({Kind::word, kOutside, &root(), &root_seen_, 0, {}, into});
}

void FormSink::start_in_record(const XmlElement& element) {
  const Frame around = frames_.back();
  const Group group = around.record->group();
  if (is_home(element)) {
    if (const int found = domain::field_by_element(group, element.name); found >= 0) {
      const auto position = static_cast<std::size_t>(found);
      if (around.seen->fields[position]) return stop("element " + std::string(element.name) + " twice in one record");
      around.seen->fields.set(position);
      text_.clear();
      return push({Kind::field, kOutside, around.record, around.seen, position, {}, nullptr});
    }
    if (const auto child = domain::child_by_element(group, element.name)) return start_entry(around, *child);
    if (element.name == domain::group_spec(root().group()).element) {
      return stop("a second " + std::string(element.name));
    }
  }
  start_unknown(element);
}

void FormSink::start_unknown(const XmlElement& element) {
  const Frame around = frames_.back();
  if (++unknown_elements_ > limits::kUnknownElementsMax) return stop("too many unknown elements", Code::too_large);
  const std::string_view space = is_home(element) ? std::string_view{} : element.space;
  const std::string name = (space.empty() ? "" : "{" + std::string(space) + "}") + std::string(element.name);
  if (!is_unknown_name(around.record->group(), name)) return stop("element " + name);
  inner_.begin(space);
  push({Kind::unknown, kOutside, around.record, around.seen, 0, reading_.document.keep(name), nullptr});
}

void FormSink::start_entry(const Frame& around, Group group) {
  std::uint32_t& count = around.seen->entries[static_cast<std::size_t>(group)];
  if (++count > domain::group_spec(group).count_max) {
    return push({Kind::dropped, kOutside, around.record, around.seen, 0, {}, nullptr});
  }
  Record& record = around.record->children().emplace_back(group, reading_.document.arena());
  if (depth_seen_ == entry_seen_.size()) return stop("groups nested too deep");
  Seen& seen = entry_seen_[depth_seen_];
  seen = {};
  ++depth_seen_;
  push({Kind::record, kOutside, &record, &seen, 0, {}, nullptr});
}

void FormSink::end_unknown(const Frame& frame) {
  const std::string where =
      path(*frame.record) + "/" + std::string(kUnknownElements) + "/" + std::to_string(frame.record->unknown().size());
  frame.record->unknown().push_back({frame.element, reading_.document.keep(inner_.written())});
  reading_.findings.push_back(domain::finding("DEC008", where, {std::string(frame.element)}));
}

/// Findings for groups with more entries than they may have; at the end of the record that holds them.
void FormSink::report_counts(const Frame& frame) {
  for (const domain::GroupSpec& spec : domain::groups_of(root().group())) {
    const std::size_t count = frame.seen->entries[static_cast<std::size_t>(spec.group)];
    if (count <= spec.count_max) continue;
    reading_.findings.push_back(
        domain::finding("DEC009", path(*frame.record) + "/" + std::string(spec.name),
                        {std::string(spec.name), std::to_string(spec.count_max), std::to_string(count)}));
  }
  if (frame.record != &root()) --depth_seen_;
}

/// JSON pointer of an open record: entries are counted as they begin, so each stands at its holder's count − 1.
std::string FormSink::path(const Record& record) {
  std::string pointer;
  const Record* last = nullptr;
  const Seen* around = &root_seen_;
  for (const Frame& frame : frames_) {
    if (frame.kind != Kind::record || frame.record == &root() || frame.record == last) continue;
    const auto group = frame.record->group();
    pointer += "/" + std::string(domain::group_spec(group).name) + "/" +
               std::to_string(around->entries[static_cast<std::size_t>(group)] - 1);
    around = frame.seen;
    last = frame.record;
  }
  return &record == &root() ? std::string() : pointer;
}

}  // namespace datong::document
