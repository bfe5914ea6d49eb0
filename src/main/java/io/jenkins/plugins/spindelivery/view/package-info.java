/**
 * What people see of deliveries: the Delivery page of a build, its JSON, a line on the build's page, badges in the build
 * history, and what was deployed last on the job's page. Reads records; everything that changes something is asked of
 * the packages that do it.
 */
package io.jenkins.plugins.spindelivery.view;
