#!/usr/bin/env bash
# Kills the serving platform 200 times (DATONG_KILLS) under 40 connections that lodge, and looks for every receipt handed out.
# About ten minutes. Argument: the folder of the built programs.
set -euo pipefail
DATONG_KILLS=${DATONG_KILLS:-200} "$(dirname "$1")/integration_test" --gtest_filter='Recovery.KillNine*'
