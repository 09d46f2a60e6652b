//! [`LambdaControl`] as [`Control`] carries it out.

use crate::Control;
use api::error::ApiError;
use api::id::{AccountId, FunctionName, VersionNumber};
use api::lambda::{
    AccountUsage, CodeChange, ConfigChange, LambdaControl, LambdaFunction, NewFunction, PublishRequest, Qualifier,
};
use async_trait::async_trait;
use std::collections::BTreeMap;

#[async_trait]
impl LambdaControl for Control {
    async fn create(&self, account: &AccountId, new: NewFunction) -> Result<LambdaFunction, ApiError> {
        self.lambda_create(account, new).await
    }

    async fn get(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<LambdaFunction, ApiError> {
        self.lambda_get(account, name, qualifier).await
    }

    async fn list(
        &self,
        account: &AccountId,
        after: Option<&FunctionName>,
        limit: usize,
    ) -> Result<Vec<LambdaFunction>, ApiError> {
        self.lambda_list(account, after, limit).await
    }

    async fn versions(
        &self,
        account: &AccountId,
        name: &FunctionName,
        after: VersionNumber,
        limit: usize,
    ) -> Result<Vec<LambdaFunction>, ApiError> {
        self.lambda_versions(account, name, after, limit).await
    }

    async fn update_code(
        &self,
        account: &AccountId,
        name: &FunctionName,
        change: CodeChange,
    ) -> Result<LambdaFunction, ApiError> {
        self.lambda_update_code(account, name, change).await
    }

    async fn update_config(
        &self,
        account: &AccountId,
        name: &FunctionName,
        change: ConfigChange,
    ) -> Result<LambdaFunction, ApiError> {
        self.lambda_update_config(account, name, change).await
    }

    async fn publish(
        &self,
        account: &AccountId,
        name: &FunctionName,
        request: PublishRequest,
    ) -> Result<LambdaFunction, ApiError> {
        self.lambda_publish(account, name, request).await
    }

    async fn zip(&self, account: &AccountId, name: &FunctionName, qualifier: &Qualifier) -> Result<Vec<u8>, ApiError> {
        self.lambda_zip(account, name, qualifier).await
    }

    async fn delete_version(
        &self,
        account: &AccountId,
        name: &FunctionName,
        number: VersionNumber,
    ) -> Result<(), ApiError> {
        self.lambda_delete_version(account, name, number).await
    }

    async fn usage(&self, account: &AccountId) -> Result<AccountUsage, ApiError> {
        self.usage_of(account).await
    }

    async fn tags(&self, account: &AccountId, name: &FunctionName) -> Result<BTreeMap<String, String>, ApiError> {
        self.tags_of(account, name).await
    }

    async fn change_tags(
        &self,
        account: &AccountId,
        name: &FunctionName,
        set: BTreeMap<String, String>,
        remove: Vec<String>,
    ) -> Result<(), ApiError> {
        self.retag(account, name, set, remove).await
    }
}
