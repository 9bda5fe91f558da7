#include "document/json/form_reader.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/certificates.hpp"
#include "document/json/form_json.hpp"
#include "domain/rules.hpp"

namespace datong::document {
namespace {

bool has_nul(std::string_view text) { return text.find('\0') != text.npos; }

std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

}  // namespace

Reading FormReader::take() {
  if (document_.header().group() == domain::Group::header) take_certificate_strings(document_, findings_);
  document_.seal();
  return Reading{std::move(document_), std::move(findings_)};
}

bool FormReader::object_begin() {
  if (frames_.empty()) {
    push(Frame::Kind::record).record = &document_.header();
    return true;
  }
  if (!enter()) return false;
  Frame& top = frames_.back();
  if (top.kind == Frame::Kind::entries && top.count <= domain::group_spec(top.group).count_max) {
    Record* record = &add_entry(top);
    push(Frame::Kind::record).record = record;
  } else if (top.kind == Frame::Kind::unknown_entries) {
    if (++unknown_elements_ > limits::kUnknownElementsMax) return stop("too many unknown elements");
    Record* record = top.record;
    record->unknown().push_back({});
    push(Frame::Kind::unknown_entry).record = record;
  } else {
    wrong_kind();
    push(Frame::Kind::skipped);
  }
  return true;
}

bool FormReader::array_begin() {
  if (frames_.empty()) return stop("top level is not an object");
  if (!enter()) return false;
  Frame& top = frames_.back();
  Record* record = top.record;
  if (top.kind == Frame::Kind::record && target_.kind == Target::Kind::group) {
    Frame& entries = push(Frame::Kind::entries);
    entries.record = record;
    entries.group = target_.group;
  } else if (top.kind == Frame::Kind::record && target_.kind == Target::Kind::unknown_elements) {
    push(Frame::Kind::unknown_entries).record = record;
  } else {
    wrong_kind();
    push(Frame::Kind::skipped);
  }
  return true;
}

bool FormReader::end() {
  const Frame& top = frames_.back();
  if (top.kind == Frame::Kind::unknown_entry) check_unknown();
  if (top.kind == Frame::Kind::entries) {
    const domain::GroupSpec& spec = domain::group_spec(top.group);
    if (top.count > spec.count_max) {
      findings_.push_back(
          domain::finding("DEC009", path(frames_.size() - 1) + "/" + std::string(spec.name),
                          {std::string(spec.name), std::to_string(spec.count_max), std::to_string(top.count)}));
    }
  }
  frames_.pop_back();
  return true;
}

bool FormReader::name(std::string_view name) {
  if (has_nul(name)) return stop("NUL inside text");
  Frame& top = frames_.back();
  target_ = target(top, name);
  if (target_.kind == Target::Kind::field) {
    if (top.fields[target_.position]) return stop("duplicate member " + std::string(name));
    top.fields.set(target_.position);
    return true;
  }
  if (!top.names.emplace(name).second) return stop("duplicate member " + std::string(name));
  if (target_.kind == Target::Kind::skipped && top.kind != Frame::Kind::skipped) {
    findings_.push_back(domain::finding("DEC007", path() + "/" + escaped(name), {std::string(name)}));
  }
  return true;
}

bool FormReader::text(std::string_view text) {
  if (has_nul(text)) return stop("NUL inside text");
  return scalar(Got::string, text);
}

bool FormReader::number(std::string_view digits) { return scalar(Got::number, digits); }
bool FormReader::other() { return scalar(Got::other, {}); }

bool FormReader::stop(std::string reason) {
  reason_ = std::move(reason);
  return false;
}

FormReader::Frame& FormReader::push(Frame::Kind kind) {
  frames_.emplace_back().kind = kind;
  return frames_.back();
}

/// Notes that a value begins inside the open frame.
bool FormReader::enter() {
  ++frames_.back().count;
  return ++values_ <= limits::kMembersMax || stop("too many members");
}

domain::Record& FormReader::add_entry(Frame& entries) {
  return entries.record->children().emplace_back(entries.group, document_.arena());
}

FormReader::Target FormReader::target(const Frame& frame, std::string_view name) {
  using Kind = Target::Kind;
  if (frame.kind == Frame::Kind::unknown_entry) {
    return {name == "element" ? Kind::element : name == "inner_xml" ? Kind::inner_xml : Kind::skipped};
  }
  if (frame.kind != Frame::Kind::record) return {};
  const Group group = frame.record->group();
  if (const int position = domain::field_by_name(group, name); position >= 0) {
    return {Kind::field, static_cast<std::size_t>(position)};
  }
  if (const auto child = domain::child_by_name(group, name)) return {Kind::group, 0, *child};
  return {name == kUnknownElements ? Kind::unknown_elements : Kind::skipped};
}

bool FormReader::scalar(Got got, std::string_view text) {
  if (frames_.empty()) return stop("top level is not an object");
  if (!enter()) return false;
  Record* record = frames_.back().record;
  if (frames_.back().kind == Frame::Kind::record && target_.kind == Target::Kind::field) {
    const bool integer = domain::fields_of(record->group())[target_.position].type == domain::FieldType::integer;
    if (integer ? got == Got::number && is_digits(text) : got == Got::string) {
      record->set(target_.position, document_.keep(text));
      return true;
    }
  } else if (frames_.back().kind == Frame::Kind::unknown_entry && got == Got::string) {
    if (target_.kind == Target::Kind::element) record->unknown().back().element = document_.keep(text);
    if (target_.kind == Target::Kind::inner_xml) record->unknown().back().inner_xml = document_.keep(text);
    return true;
  }
  wrong_kind();
  return true;
}

/// The value that begins now has not the JSON type its place asks for. An entry of a group still counts, so that the
/// places of its neighbours stay those of the message.
void FormReader::wrong_kind() {
  Frame& top = frames_.back();
  const auto wrong = [this](std::string where, std::string_view name, std::string_view expected) {
    findings_.push_back(domain::finding("DEC001", std::move(where), {std::string(name), std::string(expected)}));
  };
  switch (top.kind) {
    case Frame::Kind::skipped: return;
    case Frame::Kind::entries: {
      const domain::GroupSpec& spec = domain::group_spec(top.group);
      if (top.count > spec.count_max) return;
      add_entry(top);
      return wrong(path(), spec.name, "object");
    }
    case Frame::Kind::unknown_entries: return wrong(path(), kUnknownElements, "object");
    case Frame::Kind::unknown_entry:
      top.broken = top.broken || target_.kind != Target::Kind::skipped;
      return;  // told at its end
    case Frame::Kind::record: break;
  }
  const std::string where = path() + "/";
  switch (target_.kind) {
    case Target::Kind::field: {
      const domain::Field& field = domain::fields_of(top.record->group())[target_.position];
      return wrong(where + std::string(field.name), field.name,
                   field.type == domain::FieldType::integer ? "integer" : "string");
    }
    case Target::Kind::group: {
      const std::string_view name = domain::group_spec(target_.group).name;
      return wrong(where + std::string(name), name, "array");
    }
    case Target::Kind::unknown_elements:
      return wrong(where + std::string(kUnknownElements), kUnknownElements, "array");
    case Target::Kind::element:
    case Target::Kind::inner_xml:
    case Target::Kind::skipped: return;
  }
}

/// At the end of an entry of unknown_elements: keeps it in its normal form, or drops it with a finding.
void FormReader::check_unknown() {
  Record& record = *frames_.back().record;
  Record::Unknown& unknown = record.unknown().back();
  const std::string where = path();
  const auto inner = kept_(record.group(), unknown.element, unknown.inner_xml);
  if (frames_.back().broken || !inner) {
    findings_.push_back(domain::finding("DEC001", where, {std::string(kUnknownElements), "{element, inner_xml}"}));
    record.unknown().pop_back();
    return;
  }
  if (unknown.inner_xml != *inner) unknown.inner_xml = document_.keep(*inner);
  findings_.push_back(domain::finding("DEC008", where, {std::string(unknown.element)}));
}

/// JSON pointer of the place the first `depth` frames stand at; an open array stands at its present entry.
std::string FormReader::path(std::size_t depth) const {
  std::string pointer;
  for (std::size_t i = 0; i < depth; ++i) {
    const Frame& frame = frames_[i];
    if (frame.kind == Frame::Kind::entries || frame.kind == Frame::Kind::unknown_entries) {
      const bool group = frame.kind == Frame::Kind::entries;
      pointer.append("/").append(group ? domain::group_spec(frame.group).name : kUnknownElements);
      pointer.append("/").append(std::to_string(frame.count - 1));
    }
  }
  return pointer;
}

}  // namespace datong::document
