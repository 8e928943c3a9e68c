// The rules, each defined in a file of this folder.
#pragma once

#include "engine/check/check_rule.h"
#include "engine/check/checked_job.h"

namespace drey {

extern const CheckRule kJsonValueReturning;
extern const CheckRule kNullIntoNotNull;
extern const CheckRule kOptionWithoutEffect;
extern const CheckRule kUnknownSetting;
extern const CheckRule kSettingWithoutEffect;
extern const CheckRule kUnboundedInBatch;
extern const CheckRule kNotRunYet;
extern const CheckRule kNoGroupId;
extern const CheckRule kNoCommittedOffset;
extern const CheckRule kTransactionalIdPrefix;
extern const CheckRule kExactlyOnceWithoutCheckpoints;
extern const CheckRule kSecretInPlainText;
extern const CheckRule kNonDeterministicKey;
extern const CheckRule kUnusedTable;
extern const CheckRule kNextReleaseRefuses;
extern const CheckRule kNextReleaseDiffers;
extern const CheckRule kUnknownRule;

}  // namespace drey
