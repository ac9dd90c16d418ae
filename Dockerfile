# A driver of the Universal Resolver: `deed serve` without keys.
#   docker build -t deed-driver . && docker run --rm -p 8080:8080 deed-driver
FROM debian:12-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ cmake ninja-build pkg-config \
      libssl-dev libsodium-dev libsecp256k1-dev rapidjson-dev libsqlite3-dev libp11-kit-dev \
      libcurl4-openssl-dev libboost-dev libboost-program-options-dev libtomlplusplus-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN cmake --preset release -DDEED_TESTS=OFF -DDEED_BENCH=OFF \
 && cmake --build build/release --target deed \
 && strip build/release/bin/deed

FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libssl3 libsodium23 libsecp256k1-1 libsqlite3-0 \
      libcurl4 libboost-program-options1.74.0 libp11-kit0 ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/deed deed
COPY --from=build /source/build/release/bin/deed /usr/local/bin/deed
USER deed
WORKDIR /var/lib/deed
EXPOSE 8080
# The container's network is in front of it, and nothing here can sign.
ENTRYPOINT ["deed", "serve", "--listen", "0.0.0.0:8080", "--plain-http", "--host", "*"]
