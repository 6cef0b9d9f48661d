// SPDX-License-Identifier: GPL-3.0-or-later
// Downloading with libcurl.
#include "core/transfer/download.hh"

#include "core/base/error.hh"

#include <curl/curl.h>
#include <memory>
#include <thread>
#include <unistd.h>

namespace cairn {

namespace {

using Handle = std::unique_ptr<CURL, void (*)(CURL*)>;

// One try of one address.
struct Try {
  int fd;
  std::uint64_t begin = 0;  // bytes that were there before
  std::uint64_t size = 0;   // bytes that are there now
  const DownloadLimits& limits;
  const DownloadProgress& progress;
  CURL* handle = nullptr;
  bool was_secure = false;   // an address of this try was https
  std::string problem = {};  // what stopped it, where curl does not say that better
};

bool was_resumed(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status == 206;
}

std::size_t take_bytes(char* bytes, std::size_t unit, std::size_t count, void* data) {
  Try& current = *static_cast<Try*>(data);
  std::string_view text(bytes, unit * count);
  // A server that cannot resume sends everything anew.
  if (current.begin > 0 && current.size == current.begin && !was_resumed(current.handle)) {
    if (ftruncate(current.fd, 0) < 0 || lseek(current.fd, 0, SEEK_SET) < 0) return 0;
    current.begin = current.size = 0;
  }
  if (current.size + text.size() > current.limits.size) {
    current.problem = fmt::format("it is larger than {} bytes", current.limits.size);
    return 0;
  }
  try {
    write_fully(current.fd, text, "the file");
  } catch (const Error& error) {
    current.problem = error.message();
    return 0;
  }
  current.size += text.size();
  return text.size();
}

int tell_progress(void* data, curl_off_t total, curl_off_t, curl_off_t, curl_off_t) {
  const Try& current = *static_cast<const Try*>(data);
  auto expected = total > 0 ? static_cast<std::uint64_t>(total) + current.begin : 0;
  current.progress(current.size, expected);
  return 0;
}

// Before each request, those of redirections among them: once secure, always secure.
int check_scheme(void* data, char*, char*, int, int) {
  Try& current = *static_cast<Try*>(data);
  const char* address = nullptr;
  curl_easy_getinfo(current.handle, CURLINFO_EFFECTIVE_URL, &address);
  bool is_secure = address && std::string_view(address).starts_with("https:");
  if (current.was_secure && !is_secure) {
    current.problem = "it is redirected from https to http";
    return CURL_PREREQFUNC_ABORT;
  }
  current.was_secure = is_secure;
  return CURL_PREREQFUNC_OK;
}

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  CURLcode code = curl_easy_setopt(handle, option, value);
  if (code != CURLE_OK) throw Error("cannot set up a download: {}", curl_easy_strerror(code));
}

void set_safety(CURL* handle) {
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 1L);
  set(handle, CURLOPT_MAXREDIRS, 10L);
  set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_FAILONERROR, 1L);
  set(handle, CURLOPT_USERAGENT, "cairn/" CAIRN_VERSION);
  if (const char* file = getenv("SSL_CERT_FILE")) set(handle, CURLOPT_CAINFO, file);
}

void set_limits(CURL* handle, const DownloadLimits& limits) {
  set(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(limits.connecting.count()));
  set(handle, CURLOPT_LOW_SPEED_LIMIT, limits.slowest);
  set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.stalled.count()));
  set(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.size));
}

// Whether another try may go further: the connection broke, the server is busy.
bool can_be_tried_again(CURLcode code, CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_HTTP_RETURNED_ERROR) return status == 429 || status >= 500;
  return code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING ||
         code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
}

bool may_pass(CURLcode code, CURL* handle) {
  return code == CURLE_OPERATION_TIMEDOUT || code == CURLE_COULDNT_RESOLVE_HOST ||
         code == CURLE_COULDNT_CONNECT || can_be_tried_again(code, handle);
}

std::string reason_of(CURLcode code, const Try& current, const char* words) {
  if (!current.problem.empty()) return current.problem;
  if (*words) return words;
  return curl_easy_strerror(code);
}

}  // namespace

std::optional<DownloadFailure> download(const std::string& url, int fd,
                                        const DownloadLimits& limits,
                                        const DownloadProgress& progress) {
  Handle handle(curl_easy_init(), curl_easy_cleanup);
  if (!handle) throw Error("cannot set up a download");
  char words[CURL_ERROR_SIZE] = "";
  Try current{.fd = fd, .limits = limits, .progress = progress, .handle = handle.get()};
  set(handle.get(), CURLOPT_URL, url.c_str());
  set(handle.get(), CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(handle.get(), CURLOPT_PREREQFUNCTION, check_scheme);
  set(handle.get(), CURLOPT_PREREQDATA, &current);
  set_safety(handle.get());
  set_limits(handle.get(), limits);
  set(handle.get(), CURLOPT_ERRORBUFFER, words);
  set(handle.get(), CURLOPT_WRITEFUNCTION, take_bytes);
  set(handle.get(), CURLOPT_WRITEDATA, &current);
  set(handle.get(), CURLOPT_NOPROGRESS, 0L);
  set(handle.get(), CURLOPT_XFERINFOFUNCTION, tell_progress);
  set(handle.get(), CURLOPT_XFERINFODATA, &current);
  for (unsigned tried = 1;; ++tried) {
    current.begin = current.size;
    current.was_secure = false;
    set(handle.get(), CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(current.begin));
    CURLcode code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) return std::nullopt;
    if (tried >= limits.tries || !current.problem.empty() ||
        !can_be_tried_again(code, handle.get())) {
      return DownloadFailure{reason_of(code, current, words), may_pass(code, handle.get())};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200) * tried);
  }
}

}  // namespace cairn
