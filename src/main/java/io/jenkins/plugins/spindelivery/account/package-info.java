/**
 * Accounts: where deliveries may go, with which credential, and who may send them there.
 *
 * <p>An {@link io.jenkins.plugins.spindelivery.account.Account} is configured for all of Jenkins or for a folder.
 * {@link io.jenkins.plugins.spindelivery.account.Accounts} finds the one that a job means by a name,
 * {@link io.jenkins.plugins.spindelivery.account.AccountAccess} says who may use it, and
 * {@link io.jenkins.plugins.spindelivery.account.AccountClusters} and
 * {@link io.jenkins.plugins.spindelivery.account.AwsConnections} connect to it, behind the account's rules.
 */
package io.jenkins.plugins.spindelivery.account;
