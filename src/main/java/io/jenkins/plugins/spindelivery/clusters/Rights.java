package io.jenkins.plugins.spindelivery.clusters;

import hudson.model.Item;
import hudson.model.Job;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import java.util.stream.Stream;

/**
 * What the current user may do on the page Clusters of a job.
 *
 * @param job the job
 * @param account the account, which may be read-only
 */
record Rights(Job<?, ?> job, Account account) {

    /**
     * Whether somebody may see what runs. Accounts hold more than what a job has to do with, so it takes more than to see
     * the job: one of the permissions by which a build of it could look.
     */
    static boolean maySee(Job<?, ?> job) {
        return Stream.of(Item.BUILD, Item.CONFIGURE, DeliveryPermissions.DEPLOY, DeliveryPermissions.DESTROY)
                .anyMatch(job::hasPermission);
    }

    /** Refuses whoever may not see what runs. */
    static void requireSight(Job<?, ?> job) {
        job.checkPermission(Item.READ);
        if (!maySee(job)) {
            job.checkPermission(Item.BUILD);
        }
    }

    boolean may(GroupOperation operation) {
        Permission permission = operation.permission();
        return !account.isReadOnly() && job.hasPermission(permission);
    }
}
