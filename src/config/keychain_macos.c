/*
 * The macOS Keychain: generic passwords in the user's default keychain, where
 * `security find-generic-password -s atlcli -a USERNAME` finds them.
 */
#ifdef __APPLE__

#include "config/keychain_internal.h"
#include "config/secret.h"

#include <Security/Security.h>
#include <stdlib.h>
#include <string.h>

static bool is_available(void)
{
    return true;
}

static CFStringRef make_string(const char *text)
{
    return CFStringCreateWithCString(kCFAllocatorDefault, text, kCFStringEncodingUTF8);
}

/* What identifies an item. The caller releases it; NULL when the user name is not UTF-8. */
static CFMutableDictionaryRef make_query(const char *username)
{
    CFStringRef service = make_string(keychain_service);
    CFStringRef account = make_string(username);
    CFMutableDictionaryRef query = NULL;
    if (service != NULL && account != NULL) {
        query = CFDictionaryCreateMutable(kCFAllocatorDefault, 0, &kCFTypeDictionaryKeyCallBacks,
                                          &kCFTypeDictionaryValueCallBacks);
    }
    if (query != NULL) {
        CFDictionarySetValue(query, kSecClass, kSecClassGenericPassword);
        CFDictionarySetValue(query, kSecAttrService, service);
        CFDictionarySetValue(query, kSecAttrAccount, account);
    }
    if (service != NULL) {
        CFRelease(service);
    }
    if (account != NULL) {
        CFRelease(account);
    }
    return query;
}

static enum atl_status fail_without_query(struct atl_error *error)
{
    return atl_fail(error, ATL_USAGE, "the user name for the keychain is not valid UTF-8");
}

static enum atl_status fail_with(const char *username, OSStatus result, struct atl_error *error)
{
    if (result == errSecItemNotFound) {
        return atl_fail(error, ATL_NOT_FOUND,
                        "the keychain has no item of service %s and account '%s'", keychain_service,
                        username);
    }
    char reason[256] = "";
    CFStringRef message = SecCopyErrorMessageString(result, NULL);
    if (message != NULL) {
        CFStringGetCString(message, reason, sizeof reason, kCFStringEncodingUTF8);
        CFRelease(message);
    }
    atl_fail(error, ATL_FAILED, "the macOS Keychain cannot be used: %s (%d)",
             reason[0] == '\0' ? "no reason given" : reason, (int)result);
    atl_hint(error, "is the keychain unlocked? See Keychain Access, or: security unlock-keychain");
    atl_hint(error, "otherwise log in without --username, or set ATLCLI_API_TOKEN");
    return ATL_FAILED;
}

static enum atl_status read_data(CFDataRef data, struct atl_arena *arena, const char **token,
                                 struct atl_error *error)
{
    size_t length = (size_t)CFDataGetLength(data);
    const char *bytes = (const char *)CFDataGetBytePtr(data);
    if (length > 0 && memchr(bytes, '\0', length) != NULL) {
        return atl_fail(error, ATL_FAILED, "the item in the keychain is not a text");
    }
    char *text = atl_strndup(bytes, length);
    *token = secret_keep(arena, text);
    atl_wipe(text, length);
    free(text);
    return ATL_OK;
}

static enum atl_status get(const char *username, struct atl_arena *arena, const char **token,
                           struct atl_error *error)
{
    CFMutableDictionaryRef query = make_query(username);
    if (query == NULL) {
        return fail_without_query(error);
    }
    CFDictionarySetValue(query, kSecReturnData, kCFBooleanTrue);
    CFDictionarySetValue(query, kSecMatchLimit, kSecMatchLimitOne);
    CFTypeRef found = NULL;
    OSStatus result = SecItemCopyMatching(query, &found);
    enum atl_status status;
    if (result == errSecSuccess && found != NULL) {
        status = read_data((CFDataRef)found, arena, token, error);
    } else {
        status = fail_with(username, result, error);
    }
    if (found != NULL) {
        CFRelease(found);
    }
    CFRelease(query);
    return status;
}

/* Replaces the secret of the item that is there, which keeps who may read it. */
static OSStatus update_item(CFDictionaryRef query, CFDataRef data)
{
    const void *keys[] = {kSecValueData};
    const void *values[] = {data};
    CFDictionaryRef changes =
        CFDictionaryCreate(kCFAllocatorDefault, keys, values, 1, &kCFTypeDictionaryKeyCallBacks,
                           &kCFTypeDictionaryValueCallBacks);
    if (changes == NULL) {
        return errSecAllocate;
    }
    OSStatus result = SecItemUpdate(query, changes);
    CFRelease(changes);
    return result;
}

static enum atl_status set(const char *username, const char *token, struct atl_error *error)
{
    CFMutableDictionaryRef query = make_query(username);
    if (query == NULL) {
        return fail_without_query(error);
    }
    OSStatus result = errSecAllocate;
    CFDataRef data =
        CFDataCreate(kCFAllocatorDefault, (const UInt8 *)token, (CFIndex)strlen(token));
    if (data != NULL) {
        result = update_item(query, data);
        if (result == errSecItemNotFound) {
            CFDictionarySetValue(query, kSecValueData, data);
            result = SecItemAdd(query, NULL);
        }
        CFRelease(data);
    }
    CFRelease(query);
    return result == errSecSuccess ? ATL_OK : fail_with(username, result, error);
}

static enum atl_status remove_item(const char *username, struct atl_error *error)
{
    CFMutableDictionaryRef query = make_query(username);
    if (query == NULL) {
        return fail_without_query(error);
    }
    OSStatus result = SecItemDelete(query);
    CFRelease(query);
    return result == errSecSuccess ? ATL_OK : fail_with(username, result, error);
}

const struct keychain *keychain_of_this_build(void)
{
    static const struct keychain macos = {
        .name = "macOS Keychain",
        .is_available = is_available,
        .get = get,
        .set = set,
        .remove = remove_item,
    };
    return &macos;
}

#else
/* ISO C wants a declaration in every file. */
typedef int macos_keychain_is_not_used;
#endif
