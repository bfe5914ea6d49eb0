package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import java.util.Optional;

/** The status of what runs to an end: Job and CronJob. */
final class JobRules {

    private JobRules() {}

    static ObjectStatus job(Fields object) {
        int wanted = completions(object);
        boolean blank = object.at("status").blank();
        int succeeded = blank ? 0 : object.count("status.succeeded");
        return verdict(object, wanted, succeeded, blank).counting(succeeded, wanted);
    }

    /**
     * How many runs must succeed: {@code spec.completions}; without it one, also for a Job whose pods share a queue of
     * work ({@code spec.parallelism} alone), where one success means that the queue is empty.
     */
    private static int completions(Fields object) {
        return object.count("spec.completions", 1);
    }

    private static ObjectStatus verdict(Fields object, int wanted, int succeeded, boolean blank) {
        Optional<Condition> failed = blank ? Optional.empty() : failure(object);
        if (failed.isPresent()) {
            return ObjectStatus.failed("job-failed", failed.get().says());
        }
        if (!blank && object.condition("Complete").filter(Condition::isTrue).isPresent()) {
            return ObjectStatus.stable("job-done", succeeded, wanted);
        }
        if (object.flag("spec.suspend")) {
            return ObjectStatus.paused("job-suspended");
        }
        if (blank) {
            return StatusRules.none(object);
        }
        boolean sharesQueue = !object.at("spec.completions").present();
        int active = object.count("status.active");
        if (succeeded >= wanted && !(sharesQueue && active > 0)) {
            return ObjectStatus.stable("job-done", succeeded, wanted);
        }
        return ObjectStatus.progressing("job-running", succeeded, wanted, active, object.count("status.failed"));
    }

    /** FailureTarget is set before Failed, while the remaining pods stop; it is as final. */
    private static Optional<Condition> failure(Fields object) {
        return object.condition("Failed").filter(Condition::isTrue).or(() -> object.condition("FailureTarget")
                .filter(Condition::isTrue));
    }

    /** An empty status is enough: it stays empty until the first run, which may be a year away. */
    static ObjectStatus cronJob(Fields object) {
        if (object.flag("spec.suspend")) {
            return ObjectStatus.paused("cron-suspended");
        }
        if (!object.at("status").present()) {
            return StatusRules.none(object);
        }
        int active = object.list("status.active").size();
        return ObjectStatus.stable("cron", active);
    }
}
