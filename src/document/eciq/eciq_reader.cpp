#include "document/eciq/eciq_reader.hpp"

#include "base/date.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/certificates.hpp"
#include "document/eciq/form_sink.hpp"
#include "document/eciq/message_text.hpp"

namespace datong::document {
namespace {

using domain::Group;

class DeclarationSink : public FormSink {
 public:
  DeclarationSink() : FormSink(Group::header) {}

  Result<EciqReading> take(Encoding encoding) {
    if (!has_declaration_) return failure(Code::malformed, "no ITF_DCL_IO_DECL");
    take_certificate_strings(reading_.document, reading_.findings);
    return EciqReading{take_reading(), std::move(envelope_), encoding};
  }

 private:
  enum Place : int { message = kOutside + 1, container, head };

  bool is_home(const XmlElement& element) const override { return element.space.empty() || element.space == home_; }

  std::string value(const domain::Field& field, const std::string& text) const override {
    return field.type == domain::FieldType::date ? date_from_eciq(text) : text;
  }

  void start_in_place(int place, const XmlElement& element) override {
    switch (place) {
      case message: return start_in_message(element);
      case container: return start_in_container(element);
      case head:
        return push_word(&envelope_.head.emplace_back(std::string(element.name), std::string()).second);
      default: return start_root(element);
    }
  }

  void start_root(const XmlElement& element) {
    home_ = element.space;
    if (element.name == "ROOT" || element.name == "EEntDeclIo") {
      envelope_.form = Envelope::Form::root;
      return push_place(container);
    }
    if (element.name == "OBORMessage") {
      envelope_.form = Envelope::Form::obor;
      return push_place(message);
    }
    if (element.name == domain::group_spec(Group::header).element) return start_declaration();
    stop("root element " + std::string(element.name));
  }

  void start_in_message(const XmlElement& element) {
    if (is_home(element) && element.name == "MessageBody" && !has_body_) {
      has_body_ = true;
      return push_place(container);
    }
    if (is_home(element) && element.name == "MessageHead" && !has_head_) {
      has_head_ = true;
      return push_place(head);
    }
    stop("element " + std::string(element.name) + " in OBORMessage");
  }

  /// ROOT, EEntDeclIo or MessageBody: the declaration, groups beside it, and what nobody knows.
  void start_in_container(const XmlElement& element) {
    if (is_home(element)) {
      if (element.name == domain::group_spec(Group::header).element) return start_declaration();
      if (element.name == "EEntDeclIo") return push_place(container);
      if (domain::field_by_element(Group::header, element.name) >= 0) {
        return stop("element " + std::string(element.name) + " outside ITF_DCL_IO_DECL");
      }
    }
    start_in_record(element);
  }

  void start_declaration() {
    if (has_declaration_) return stop("a second ITF_DCL_IO_DECL");
    has_declaration_ = true;
    push_root();
  }

  Envelope envelope_;
  std::string home_;  // namespace of the root element: the form's own, whatever it is called
  bool has_declaration_ = false, has_head_ = false, has_body_ = false;
};

}  // namespace

std::string date_from_eciq(std::string_view text) {
  const std::size_t end = text.find('T');
  if (end != text.npos) {
    const std::string_view time = text.substr(end + 1);
    const auto two = [&](std::size_t at, int limit) {
      return is_digits(time.substr(at, 2)) && (time[at] - '0') * 10 + (time[at + 1] - '0') < limit;
    };
    if (time.size() != 8 || time[2] != ':' || time[5] != ':' || !two(0, 24) || !two(3, 60) || !two(6, 60))
      return std::string(text);
  }
  std::string day(text.substr(0, end));
  if (day.size() == 8 && is_digits(day)) day.insert(6, "-").insert(4, "-");
  return Date::parse(day) ? day : std::string(text);
}

Result<EciqReading> read_eciq(std::string_view bytes) {
  if (bytes.size() > limits::kMessageBytesMax)
    return failure(Code::too_large, "message over " + std::to_string(limits::kMessageBytesMax));
  auto text = message_text(bytes);
  if (!text) return text.error();
  DeclarationSink sink;
  if (auto streamed = stream_xml(text->utf8(), sink); !streamed) return streamed.error();
  return sink.take(text->encoding);
}

}  // namespace datong::document
