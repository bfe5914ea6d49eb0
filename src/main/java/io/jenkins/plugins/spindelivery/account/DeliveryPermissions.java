package io.jenkins.plugins.spindelivery.account;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/**
 * The permissions of deliveries, on jobs and their runs. Nothing but {@link Jenkins#ADMINISTER} implies them: who may
 * configure or start a job may not therefore deploy by it.
 */
public final class DeliveryPermissions {
    /** All of them; "Spin Delivery" on the pages of authorization strategies. */
    public static final PermissionGroup GROUP = new PermissionGroup(
            "Spin Delivery", DeliveryPermissions.class, Wording.localizable("account.permissions-title"));

    /** To deploy by a job. */
    public static final Permission DEPLOY = permission("Deploy", "account.permission-deploy");

    /** To judge, where a delivery waits for a decision. */
    public static final Permission JUDGE = permission("Judge", "account.permission-judge");

    /** To delete objects by a job. */
    public static final Permission DESTROY = permission("Destroy", "account.permission-destroy");

    private DeliveryPermissions() {}

    /** Makes the permissions known before stored authorizations, which name them, are read. Called by Jenkins. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading this class has done it.
    }

    private static Permission permission(String name, String description) {
        return new Permission(
                GROUP, name, Wording.localizable(description), Jenkins.ADMINISTER, true, new PermissionScope[] {
                    PermissionScope.ITEM, PermissionScope.RUN
                });
    }
}
