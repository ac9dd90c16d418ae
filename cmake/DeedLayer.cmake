# deed_layer(FOLDER SOURCES file... [USES folder...] [LINKS target...])
#
# One room: a static library of the sources in FOLDER (a path from the repository root), which may
# use only rooms that stand before it in DEED_ROOMS. A wrong link is refused here, a wrong include
# by tests/lint/check_includes.py, which reads the same list.
set(DEED_ROOMS
    lib/error lib/encoding lib/json lib/io lib/time lib/crypto lib/rdf lib/jose lib/cose lib/pkcs11 lib/store lib/net
    lib/remote_signer lib/tlog
    registry-contracts/client registry-contracts/client/local registry-contracts/client/mirror
    registry-contracts/client/evm/wire registry-contracts/client/evm/signing
    registry-contracts/client/evm/operations
    registry-contracts/client/evm/proofs registry-contracts/client/evm/artifacts registry-contracts/client/evm
    registry-contracts/client/evm/erc1056 registry-contracts/client/evm/outbox
    registry-contracts/client/evm/deployment
    registry-contracts/client/evm/ledger registry-contracts/client/evm/registries
    registry-contracts/client/evm/did_proofs
    registry-contracts/client/fisco/wire registry-contracts/client/fisco/signing registry-contracts/client/fisco
    registry-contracts/client/fisco/outbox
    did did/methods
    credentials/contexts credentials/proofs credentials/envelopes credentials/jose credentials/cose
    credentials/sd_jwt credentials/challenges credentials
    evidence evidence/chain
    toolkit
    service/http service
    cli)

function(deed_room_target folder result)
  string(REGEX REPLACE "[^a-z0-9]" "_" name "${folder}")
  set(${result} "deed_${name}" PARENT_SCOPE)
endfunction()

function(deed_layer folder)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;USES;LINKS")
  list(FIND DEED_ROOMS "${folder}" own_index)
  if(own_index EQUAL -1)
    message(FATAL_ERROR "${folder} is not a room of DEED_ROOMS (cmake/DeedLayer.cmake)")
  endif()

  deed_room_target("${folder}" target)
  deed_units(units ${target} ${ARG_SOURCES})
  add_library(${target} STATIC ${units})
  add_library(deed::${target} ALIAS ${target})
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
  target_link_libraries(${target} PRIVATE ${ARG_LINKS})

  foreach(used IN LISTS ARG_USES)
    list(FIND DEED_ROOMS "${used}" used_index)
    if(used_index EQUAL -1 OR NOT used_index LESS own_index)
      message(FATAL_ERROR "${folder} may not use ${used}: it does not stand before it")
    endif()
    deed_room_target("${used}" used_target)
    target_link_libraries(${target} PUBLIC ${used_target})
  endforeach()
endfunction()
