#pragma once
// The plain page where anybody checks a paper: three ways in, and the verdict with the content beside it, Chinese first.
// Works without a script for number and check code. Everything shown is escaped, nothing stands inline. Not here: the
// checking (app/check_paper.hpp). Thread rule: free functions.
#include <string>
#include <string_view>

#include "app/verdict.hpp"
#include "http/message.hpp"

namespace datong::http {

struct CheckPage {
  const app::Verdict* verdict = nullptr;
  std::string number;           ///< typed before
  std::string trouble_zh, trouble_en;  ///< shown in place of a verdict
  int status = 200;
};
Response check_page_response(const CheckPage& page);
Response check_script_response();
Response check_style_response();

}  // namespace datong::http
