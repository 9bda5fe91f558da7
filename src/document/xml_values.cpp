#include "document/xml_values.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/eciq/sax.hpp"

namespace datong::document {
namespace {

class ValueSink : public XmlSink {
 public:
  void start(const XmlElement& element) override {
    names_.emplace_back(element.name);
    for (const XmlAttribute& attribute : element.attributes()) {
      if (attribute.name == "key") names_.back() = attribute.value;  // of our own PaperData, where the key says what the text is
    }
    text_.clear();
    is_leaf_ = true;
  }
  void text(std::string_view piece) override { text_ += piece; }
  void end() override {
    if (is_leaf_ && !trim(text_).empty()) {
      if (values.size() >= limits::kCheckedValuesMax) return stop("values", Code::too_large);
      values.emplace_back(names_.back(), std::string(trim(text_)));
    }
    names_.pop_back();
    text_.clear();
    is_leaf_ = false;
  }
  std::vector<std::pair<std::string, std::string>> values;

 private:
  std::vector<std::string> names_;
  std::string text_;
  bool is_leaf_ = false;
};

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> xml_values(std::string_view utf8) {
  ValueSink sink;
  if (auto read = stream_xml(utf8, sink); !read) return read.error();
  return std::move(sink.values);
}

}  // namespace datong::document
