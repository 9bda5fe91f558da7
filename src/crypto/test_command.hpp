#pragma once
// A temporary folder in which the openssl command runs, for tests against it. Thread rule: one test at a time.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace datong::crypto {

/// A temporary folder in which the openssl command runs.
class OpensslCommand : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "datong-crypto-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(folder_ / name, std::ios::binary).rdbuf();
    return text.str();
  }
  /// Runs `openssl <arguments>`; output and errors in one text, which ends with "exit N".
  std::string run(const std::string& arguments) { return shell("openssl " + arguments); }
  std::string shell(const std::string& line) {
    const std::string command = "cd '" + folder_.string() + "' && " + line + " 2>&1; echo exit $?";
    std::string output;
    FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return "no shell";
    for (int c = 0; (c = std::fgetc(pipe)) != EOF;) output += static_cast<char>(c);
    pclose(pipe);
    return output;
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  static bool succeeded(const std::string& output) { return output.ends_with("exit 0\n"); }

 private:
  std::filesystem::path folder_;
};

}  // namespace datong::crypto
