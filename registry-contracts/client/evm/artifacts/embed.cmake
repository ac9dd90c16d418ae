# Writes registry-contracts/artifacts/*.json as one C++ file: the code of each contract, where its
# runtime code begins, and the places of its immutable values.
#   cmake -DARTIFACTS=folder -DOUT=file -P embed.cmake
cmake_minimum_required(VERSION 3.25)

set(contracts DidRegistry StatusRegistry SchemaRegistry IssuerRegistry NameRegistry EvidenceRegistry
              Directory)
set(text "// Written by embed.cmake from the artifacts; not to be edited.
#include \"registry-contracts/client/evm/artifacts/embedded.hpp\"

namespace deed::registry::evm::detail {
namespace {
")
set(table "")

foreach(contract IN LISTS contracts)
  file(READ "${ARTIFACTS}/${contract}.json" json)
  string(JSON creation GET "${json}" bytecode)
  string(JSON runtime GET "${json}" deployedBytecode)
  string(REGEX REPLACE "^0x" "" creation "${creation}")
  string(REGEX REPLACE "^0x" "" runtime "${runtime}")
  string(FIND "${creation}" "${runtime}" begin)
  string(LENGTH "${runtime}" size)
  math(EXPR odd "${begin} % 2")
  if(begin LESS 0 OR odd)
    message(FATAL_ERROR "${contract}: the runtime code is no part of the creation code")
  endif()
  math(EXPR begin "${begin} / 2")
  math(EXPR size "${size} / 2")
  # Lines, so that no compiler meets one of 100 KB.
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${creation}")
  string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n" bytes
                       "${bytes}")
  string(APPEND text "\nconstexpr std::uint8_t k${contract}[] = {\n${bytes}};\n")

  string(JSON values LENGTH "${json}" immutableReferences)
  math(EXPR last_value "${values} - 1")
  set(spans "")
  foreach(value RANGE ${last_value})
    string(JSON count LENGTH "${json}" immutableReferences ${value})
    math(EXPR last_place "${count} - 1")
    set(places "")
    foreach(place RANGE ${last_place})
      string(JSON start GET "${json}" immutableReferences ${value} ${place} start)
      string(JSON length GET "${json}" immutableReferences ${value} ${place} length)
      if(NOT length EQUAL 32)
        message(FATAL_ERROR "${contract}: an immutable value of ${length} bytes")
      endif()
      string(APPEND places "${start}, ")
    endforeach()
    string(APPEND text "constexpr std::uint32_t k${contract}Places${value}[] = {${places}};\n")
    string(APPEND spans "k${contract}Places${value}, ")
  endforeach()
  string(APPEND text
         "constexpr std::span<const std::uint32_t> k${contract}Immutables[] = {${spans}};\n")
  string(APPEND table
         "    {\"${contract}\", k${contract}, ${begin}, ${size}, k${contract}Immutables},\n")
endforeach()

string(APPEND text "
}  // namespace

const std::array<EmbeddedArtifact, kContracts.size()> kEmbeddedArtifacts{{
${table}}};

}  // namespace deed::registry::evm::detail
")
file(WRITE "${OUT}" "${text}")
