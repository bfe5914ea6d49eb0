package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.Extension;
import hudson.XmlFile;
import hudson.init.Terminator;
import hudson.model.PeriodicWork;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import java.util.concurrent.TimeUnit;

/** Tells all {@link AccountConnections} what happens in Jenkins: something was saved, a minute has passed, the end. */
public final class AccountChanges {
    private AccountChanges() {}

    /** Accounts and credentials lie in the global configuration, in folders, and in the system's store. */
    @Extension
    public static final class Saved extends SaveableListener {
        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof SpinDeliveryConfiguration
                    || saved instanceof AbstractFolder
                    || saved instanceof SystemCredentialsProvider) {
                AccountConnections.each(all -> all.changed());
            }
        }
    }

    /** Closes connections that nobody uses. */
    @Extension
    public static final class Sweeping extends PeriodicWork {
        @Override
        public long getRecurrencePeriod() {
            return TimeUnit.MINUTES.toMillis(1);
        }

        @Override
        protected void doRun() {
            AccountConnections.each(all -> all.sweep());
        }
    }

    /** Called by Jenkins when it ends. */
    @Terminator
    public static void close() {
        AccountConnections.each(all -> all.closeAll());
    }
}
