#pragma once
// What an e-CIQ message has around the declaration: the envelope and the encoding. Thread rule: plain values.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace datong::document {

enum class Encoding : std::uint8_t { utf8, gbk };

struct Envelope {
  enum class Form : std::uint8_t {
    bare,  ///< ITF_DCL_IO_DECL itself
    root,  ///< inside ROOT (or EEntDeclIo)
    obor,  ///< inside OBORMessage/MessageBody, with a MessageHead
  };
  Form form = Form::bare;
  std::vector<std::pair<std::string, std::string>> head;  ///< MessageHead: element and text, as sent; obor only
  bool operator==(const Envelope&) const = default;
};

}  // namespace datong::document
