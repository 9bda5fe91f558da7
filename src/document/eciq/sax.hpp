#pragma once
// The strict XML stream under everything e-CIQ: libxml2's SAX2 with no tree, no document type, no entity but the five
// predefined ones, no XInclude, no network, bounded depth and count. Processing instructions and comments are skipped.
// Thread rule: one sink per call; calls are safe from any thread.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace datong::document {

struct XmlAttribute {
  std::string_view name;
  std::string_view prefix;
  std::string_view value;
};

/// A start tag; views live until the callback returns.
class XmlElement {
 public:
  XmlElement(std::string_view local_name, std::string_view space_uri, const unsigned char** attributes, int count)
      : name(local_name), space(space_uri), attributes_(attributes), count_(count) {}
  std::string_view name;   ///< local name
  std::string_view space;  ///< namespace URI, "" when none
  std::vector<XmlAttribute> attributes() const;

 private:
  const unsigned char** attributes_;
  int count_;
};

/// Receives the stream. Any callback may stop() it.
class XmlSink {
 public:
  virtual ~XmlSink() = default;
  virtual void start(const XmlElement& element) = 0;
  virtual void end() = 0;
  virtual void text(std::string_view piece) = 0;  ///< a text may come in several pieces
  const std::optional<Error>& stopped() const { return stopped_; }

 protected:
  void stop(std::string reason, Code code = Code::malformed) {
    if (!stopped_) stopped_ = failure(code, std::move(reason));
  }

 private:
  std::optional<Error> stopped_;
};

/// Streams one document of strict UTF-8 (whatever its XML declaration says) into the sink.
///
/// Errors: malformed with byte offset, or what the sink stopped with.
Result<void> stream_xml(std::string_view utf8, XmlSink& sink);

}  // namespace datong::document
